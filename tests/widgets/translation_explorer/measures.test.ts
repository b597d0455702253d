import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { experiment, type Settings } from "../../../src/course_utils/widgets/translation_explorer/experiment";
import { agreement, cellsMoved, inPlace, ratio } from "../../../src/course_utils/widgets/translation_explorer/measures";
import { dense, kernelOf, matched, template } from "../../../src/course_utils/widgets/translation_explorer/network";
import { drawing } from "../../../src/course_utils/widgets/translation_explorer/objects";

const map = (...rows: number[][]) => tensor([rows.length, rows[0].length, 1], rows.flat());
const START = map([0, 3, 1, 0], [0, 2, 0, 0]);
const EMPTY = map([0, 0, 0, 0], [0, 0, 0, 0]);

describe("agreement", () => {
  it("finds a map again that moved by whole cells", () => {
    expect(agreement(START, map([0, 0, 3, 1], [0, 0, 2, 0]), EMPTY, 0, 1)).toEqual({ compared: 3, agreeing: 3, lost: 0, difference: 0 });
  });

  it("counts what moved off the map as lost", () => {
    expect(agreement(START, map([0, 0, 0, 3], [0, 0, 0, 2]), EMPTY, 0, 2)).toEqual({ compared: 2, agreeing: 2, lost: 1, difference: 0 });
    expect(agreement(START, EMPTY, EMPTY, 5, 0)).toEqual({ compared: 0, agreeing: 0, lost: 3, difference: 0 });
    expect(agreement(START, EMPTY, EMPTY, 0, -9)).toEqual({ compared: 0, agreeing: 0, lost: 3, difference: 0 });
  });

  it("counts what answers on one map alone, and tells the largest difference", () => {
    expect(agreement(START, map([0, 3, 1.5, 4], [0, 2, 0, 0]), EMPTY, 0, 0)).toEqual({ compared: 4, agreeing: 2, lost: 0, difference: 4 });
  });

  it("does not call the background lost", () => {
    const background = map([2, 2, 2, 2], [2, 2, 2, 2]);
    expect(agreement(background, background, background, 0, 1)).toEqual({ compared: 6, agreeing: 6, lost: 0, difference: 0 });
  });

  it("forgives the rounding of 32-bit numbers", () => {
    expect(agreement(START, map([0, 3.0001, 1, 1e-5], [0, 2, 0, 0]), EMPTY, 0, 0).agreeing).toBe(3);
  });
});

describe("shares", () => {
  it.each([[3, 1, 3], [3, 2, 2], [-3, 2, -1], [1, 3, 0], [2, 3, 1], [-2, 3, -1]])("%i pixels are at strides %i about %i cells", (pixels, strides, cells) => {
    expect(cellsMoved(pixels, strides)).toBe(cells);
  });

  it("of a map in place are 1 for the same, 0 for no common cell", () => {
    expect(inPlace(START, START)).toBe(1);
    expect(inPlace(START, map([1, 0, 0, 5], [0, 0, 0, 0]))).toBe(0);
    expect(inPlace(START, map([0, 1, 1, 0], [0, 0, 0, 2]))).toBe(2 / 8);
  });

  it("of nothing are none", () => {
    expect(ratio(1, 0)).toBeNaN();
    expect(inPlace(EMPTY, EMPTY)).toBeNaN();
  });
});

describe("matched weights", () => {
  const ring = drawing("ring");

  it("answer 1 to their object and 0 to an even background", () => {
    const weights = matched(ring.data);
    expect(dense(weights, ring.data)).toBeCloseTo(1);
    expect(dense(weights, new Float32Array(100).fill(0.7))).toBeCloseTo(0);
  });

  it("make a kernel with a margin", () => {
    const kernel = template(ring);
    expect(kernel.shape).toEqual([12, 12, 1, 1]);
    expect(kernel.data.reduce((sum, weight) => sum + weight)).toBeCloseTo(0);
    expect(new Set(kernel.data.slice(0, 12)).size).toBe(1);
    expect(Math.max(...kernel.data)).toBe(kernel.data[12 + 4]);
  });
});

describe("an experiment", () => {
  const ink = drawing("seven");
  const settings: Settings = {
    ink,
    start: { row: 11, column: 8 },
    background: 0,
    convolution: { kernel: kernelOf("outline", ink), strides: 1, padding: "valid" },
    pool_size: 4,
  };

  it("does not depend on where the object was before", () => {
    const [straight, detour] = [experiment(settings), experiment(settings)];
    for (const row of [-5, 3, 27]) detour.moveTo({ row, column: 30 - row });
    detour.alongRow(4);
    expect(detour.moveTo({ row: 9, column: 20 })).toEqual(straight.moveTo({ row: 9, column: 20 }));
    expect(detour.alongRow(9)).toEqual(straight.alongRow(9));
  });

  it("answers along a row what it answers at each place of it", () => {
    const trial = experiment(settings);
    const { first, globalMax, dense: answers } = trial.alongRow(13);
    expect([first, globalMax.length]).toEqual([-5, 33]);
    answers.forEach((answer, i) => {
      const outcome = trial.moveTo({ row: 13, column: first + i });
      expect(outcome.dense.now).toBeCloseTo(answer);
      expect(outcome.globalMax.now / outcome.globalMax.start).toBeCloseTo(globalMax[i]);
    });
  });
});
