import { describe, expect, it } from "vitest";
import { choice, flag, integer, numbers, square } from "../../../src/course_utils/widgets/core/readers";

// What a link may hold where something else belongs.
const HOSTILE = [undefined, null, "", "1", "__proto__", {}, { length: 1, 0: 1 }, [], [[]], true, NaN, Infinity, -Infinity, 1e308];

const refused = (read: (value: unknown) => unknown, allowed: unknown[] = []) =>
  HOSTILE.filter((value) => !allowed.includes(value)).every((value) => read(value) === undefined);

describe("integer", () => {
  const read = integer(1, 4);
  it("takes whole numbers within its bounds", () => expect([1, 2, 3, 4].map(read)).toEqual([1, 2, 3, 4]));
  it("refuses all else", () => {
    expect([0, 5, 1.5, -1].map(read)).toEqual([undefined, undefined, undefined, undefined]);
    expect(refused(read)).toBe(true);
  });
});

describe("choice", () => {
  const read = choice("valid", "same");
  it("takes what is on its list", () => expect(read("same")).toBe("same"));
  it("refuses all else", () => {
    expect(["Same", "constructor", ["same"]].map(read)).toEqual([undefined, undefined, undefined]);
    expect(refused(read)).toBe(true);
  });
});

describe("flag", () => {
  it("takes true and false", () => expect([true, false].map(flag)).toEqual([true, false]));
  it("refuses all else", () => {
    expect([0, 1, "true"].map(flag)).toEqual([undefined, undefined, undefined]);
    expect(refused(flag, [true])).toBe(true);
  });
});

describe("numbers", () => {
  const read = numbers(-10, 10);
  it("takes a list within its bounds", () => expect(read([-10, 0, 2.5, 10])).toEqual([-10, 0, 2.5, 10]));
  it("refuses the whole list for one number that does not fit", () => {
    expect([[1, 11], [1, "2"], [1, null], [NaN], [[1]]].map(read)).toEqual(Array(5).fill(undefined));
    expect(refused(read)).toBe(true);
  });
});

describe("square", () => {
  const read = square([2, 3], [-1, 1]);
  it("takes as many rows as columns", () => {
    expect(read([[0, 1], [-1, 0.5]])).toEqual([[0, 1], [-1, 0.5]]);
    expect(read([[0, 0, 0], [0, 0, 0], [0, 0, 0]])).toHaveLength(3);
  });
  it("refuses all else", () => {
    const wrong = [[[1]], [[1, 1]], [[1, 1], [1]], [[1, 1], [1, 1], [1, 1]], [[0, 2], [0, 0]], Array(4).fill([1, 1, 1, 1])];
    expect(wrong.map(read)).toEqual(Array(6).fill(undefined));
    expect(refused(read)).toBe(true);
  });
});
