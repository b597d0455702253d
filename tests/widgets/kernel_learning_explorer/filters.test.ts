import { describe, expect, it } from "vitest";
import presets from "../../../src/course_utils/kernels.json";
import { figure, weight } from "../../../src/course_utils/widgets/kernel_learning_explorer/figure";
import { FILTERS, nameOf, OWN, pattern, randomKernel, resized, square, type FilterName } from "../../../src/course_utils/widgets/kernel_learning_explorer/filters";

describe("filters", () => {
  it("are the classic ones, and know their names in both sizes", () => {
    for (const name of Object.keys(FILTERS) as FilterName[]) {
      for (const size of [3, 5]) {
        expect(pattern(FILTERS[name], size)).toEqual(presets[name][`${size as 3 | 5}`]);
        expect(nameOf(pattern(FILTERS[name], size))).toBe(name);
      }
    }
    expect(nameOf(pattern(OWN, 3))).toBeUndefined();
  });

  it("keep their middle in another size", () => {
    const three = square(3, (row, column) => 3 * row + column + 1);
    expect(resized(three, 5)).toEqual([[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 7, 8, 9, 0], [0, 0, 0, 0, 0]]);
    expect(resized(resized(three, 5), 3)).toEqual(three);
    expect(resized(three, 3)).toEqual(three);
    expect(resized(three, 3)).not.toBe(three);
  });

  it("start at random, within bounds, with two digits", () => {
    const numbers = Array.from({ length: 40 }, () => randomKernel(5)).flat(2);
    expect(numbers).toHaveLength(1000);
    expect(numbers.every((number) => Math.abs(number) <= 1 && number === Number(number.toFixed(2)))).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(100);
    expect(Math.abs(numbers.reduce((a, b) => a + b) / 1000)).toBeLessThan(0.1);
  });
});

describe("numbers", () => {
  it("of a loss have three digits, whatever their size", () => {
    expect([4295.3, 12.345, 1, 0.5, 0.012345, 4.321e-8, 0].map(figure)).toEqual(["4300", "12.3", "1", "0.5", "0.0123", "4.32e-8", "0"]);
  });

  it("of a kernel lose digits as they grow", () => {
    expect([0.5, -0.004, -9.5, 12.34, -123.4, 12345].map((value) => weight(value, 2))).toEqual(["0.50", "0.00", "−9.50", "12.3", "−123", "12345"]);
    expect([0.5, -12.3, 120].map((value) => weight(value, 1))).toEqual(["0.5", "−12", "120"]);
  });
});
