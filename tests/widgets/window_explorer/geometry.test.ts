import { describe, expect, it } from "vitest";
import { axisOf, nearestWindow, outputSize, type Settings } from "../../../src/course_utils/widgets/window_explorer/geometry";

const settings = (values: Partial<Settings> = {}): Settings => ({
  input_size: 5,
  kernel_size: 3,
  strides: 1,
  padding: "valid",
  dilation_rate: 1,
  ...values,
});

describe("axisOf", () => {
  it("keeps valid windows inside the input", () => {
    expect(axisOf(settings())).toEqual({
      covered: 3,
      before: 0,
      after: 0,
      windows: [[0, 1, 2], [1, 2, 3], [2, 3, 4]],
      skipped: [],
      leftOver: [],
    });
  });

  it("pads both sides alike for an odd kernel, and lets every cell be a centre", () => {
    const { before, after, windows } = axisOf(settings({ padding: "same" }));
    expect([before, after]).toEqual([1, 1]);
    expect(windows.map((window) => window[1])).toEqual([0, 1, 2, 3, 4]);
  });

  it("adds the odd cell after the input", () => {
    const { before, after, windows } = axisOf(settings({ kernel_size: 4, padding: "same" }));
    expect([before, after]).toEqual([1, 2]);
    expect(windows.at(-1)).toEqual([3, 4, 5, 6]);
  });

  it("pads only as far as the last window reaches", () => {
    // Six cells, strides of 2: three windows of 3 reach over seven cells.
    const { before, after, windows } = axisOf(settings({ input_size: 6, strides: 2, padding: "same" }));
    expect([before, after]).toEqual([0, 1]);
    expect(windows).toEqual([[0, 1, 2], [2, 3, 4], [4, 5, 6]]);
  });

  it("leaves over what strides do not reach", () => {
    expect(axisOf(settings({ input_size: 6, strides: 2 })).leftOver).toEqual([5]);
    expect(axisOf(settings({ input_size: 12, strides: 4 })).leftOver).toEqual([11]);
  });

  it("skips cells where strides exceed the window", () => {
    const { windows, skipped, leftOver } = axisOf(settings({ input_size: 6, kernel_size: 1, strides: 3 }));
    expect(windows).toEqual([[0], [3]]);
    expect(skipped).toEqual([1, 2]);
    expect(leftOver).toEqual([4, 5]);
  });

  it("can leave cells unused in spite of same padding", () => {
    const { before, after, skipped, leftOver } = axisOf(settings({ input_size: 4, kernel_size: 1, strides: 2, padding: "same" }));
    expect([before, after]).toEqual([0, 0]);
    expect(skipped).toEqual([1]);
    expect(leftOver).toEqual([3]);
  });

  it("spreads a dilated kernel, and skips the cell in the only window's gap", () => {
    expect(axisOf(settings({ input_size: 7, dilation_rate: 3 })).windows).toEqual([[0, 3, 6]]);
    expect(axisOf(settings({ input_size: 3, kernel_size: 2, dilation_rate: 2 })).skipped).toEqual([1]);
  });

  it("has no window, and nothing to mark, where none fits", () => {
    const { windows, skipped, leftOver } = axisOf(settings({ input_size: 4, kernel_size: 5 }));
    expect([windows, skipped, leftOver]).toEqual([[], [], []]);
  });
});

describe("outputSize", () => {
  it("is not positive where no window fits", () => {
    expect(outputSize(settings({ input_size: 4 }), 5)).toBe(0);
    expect(outputSize(settings({ input_size: 3 }), 13)).toBe(-9);
  });
});

describe("nearestWindow", () => {
  it("goes by the centre, and stops at the border", () => {
    const axis = axisOf(settings());
    expect([0, 1, 2, 3, 4].map((cell) => nearestWindow(axis, cell))).toEqual([0, 0, 1, 2, 2]);
  });

  it("knows the windows that begin in the padding", () => {
    const axis = axisOf(settings({ padding: "same" }));
    expect([-1, 0, 4, 5].map((cell) => nearestWindow(axis, cell))).toEqual([0, 0, 4, 4]);
  });
});
