import { describe, expect, it } from "vitest";
import { axisOf, middleOf, nearestWindow, paddedSize, type Settings } from "../../../src/course_utils/widgets/pooling_explorer/geometry";

const axis = (size: number, values: Partial<Settings> = {}) => axisOf(size, { pool_size: 2, strides: 2, padding: "valid", ...values });

describe("axisOf", () => {
  it("lays windows that touch and do not overlap", () => {
    expect(axis(8)).toMatchObject({ before: 0, after: 0, starts: [0, 2, 4, 6], unused: Array(8).fill(false) });
  });

  it("leaves over what has no room for a window", () => {
    expect(axis(5).unused).toEqual([false, false, false, false, true]);
  });

  it("steps over cells where strides exceed the window", () => {
    expect(axis(6, { strides: 3 })).toMatchObject({ starts: [0, 3], unused: [false, false, true, false, false, true] });
  });

  it("pads on both sides, and puts the odd cell after", () => {
    expect(axis(8, { pool_size: 3, strides: 3, padding: "same" })).toMatchObject({ before: 0, after: 1, starts: [0, 3, 6] });
    expect(axis(3, { pool_size: 4, strides: 1, padding: "same" })).toMatchObject({ before: 1, after: 2, starts: [-1, 0, 1] });
  });

  it("has a single window where same padding surrounds a small map", () => {
    const small = axis(2, { pool_size: 4, strides: 4, padding: "same" });
    expect(small.starts).toEqual([-1]);
    expect(paddedSize(small)).toBe(4);
  });

  it("has no window, and no cell to mark, where none fits", () => {
    expect(axis(2, { pool_size: 3 })).toMatchObject({ starts: [], unused: [false, false] });
  });
});

describe("nearestWindow", () => {
  it("is the window that a cell lies in", () => {
    expect([0, 1, 2, 6, 7].map((cell) => nearestWindow(axis(8), cell))).toEqual([0, 0, 1, 3, 3]);
  });

  it("goes by the middle where windows overlap, and stops at the border", () => {
    const overlapping = axis(5, { pool_size: 3, strides: 1 });
    expect([-1, 0, 1, 2, 3, 4, 9].map((cell) => nearestWindow(overlapping, cell))).toEqual([0, 0, 0, 1, 2, 2, 2]);
  });

  it("is the first where there is none", () => {
    expect(nearestWindow(axis(2, { pool_size: 4 }), 1)).toBe(0);
  });
});

describe("middleOf", () => {
  it("never lies in the padding", () => {
    for (const pool_size of [1, 2, 3, 4])
      for (const strides of [1, 2, 3, 4])
        for (let size = 1; size <= 12; size++)
          for (const start of axis(size, { pool_size, strides, padding: "same" }).starts) {
            expect(start + middleOf(pool_size)).toBeGreaterThanOrEqual(0);
            expect(start + middleOf(pool_size)).toBeLessThan(size);
          }
  });
});
