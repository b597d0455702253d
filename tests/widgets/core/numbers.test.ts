import { describe, expect, it } from "vitest";
import { compact, format, trimmed } from "../../../src/course_utils/widgets/core/numbers";

describe("format", () => {
  it.each<[number, string]>([
    [0, "0.00"],
    [-0, "0.00"],
    [0.004, "0.00"],
    [-0.004, "0.00"],
    [-0.006, "−0.01"],
    [1.005, "1.00"], // as the nearest float has it: 1.00499…
    [-12.5, "−12.50"],
    [1234.567, "1234.57"],
  ])("writes %d as %s", (value, text) => expect(format(value)).toBe(text));

  it("writes as many digits as asked for", () => {
    expect(format(-2.345, 1)).toBe("−2.3");
    expect(format(0.04, 1)).toBe("0.0");
    expect(format(-0.4, 0)).toBe("0");
  });
});

describe("trimmed", () => {
  it.each<[number, number, string]>([
    [2, 2, "2"],
    [-0.5, 2, "−0.5"],
    [0, 2, "0"],
    [100, 0, "100"],
    [10.1, 2, "10.1"],
  ])("writes %d with %i digits as %s", (value, digits, text) => expect(trimmed(value, digits)).toBe(text));
});

describe("compact", () => {
  it.each<[number, string]>([
    [0, "0"],
    [0.5, ".5"],
    [-0.25, "−.25"],
    [0.999, "1"],
    [-2, "−2"],
    [10.5, "10.5"],
    [-0.001, "0"],
  ])("writes %d as %s", (value, text) => expect(compact(value)).toBe(text));
});
