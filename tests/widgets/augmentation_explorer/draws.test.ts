import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { augmenter, stepsOf } from "../../../src/course_utils/widgets/augmentation_explorer/augment";
import { drawsOf, UNCHANGED } from "../../../src/course_utils/widgets/augmentation_explorer/draws";
import { FOLDS } from "../../../src/course_utils/widgets/augmentation_explorer/folds";
import type { Settings } from "../../../src/course_utils/widgets/augmentation_explorer/traits";

const SETTINGS: Settings = {
  flip: "horizontal_and_vertical",
  rotation: 0.1,
  zoom_height: 0.2,
  zoom_width: 0.3,
  keep_aspect: false,
  translation_height: 0.1,
  translation_width: 0.2,
  contrast: 0.4,
  brightness: 0.5,
  fill_mode: "reflect",
  interpolation: "bilinear",
  seed: 3,
};
const SIZE = { height: 4, width: 6 };

describe("drawsOf", () => {
  it("draws the same for the same epoch and seed, and something else for others", () => {
    expect(drawsOf(SETTINGS, 5)).toEqual(drawsOf(SETTINGS, 5));
    expect(drawsOf(SETTINGS, 6).degrees).not.toBe(drawsOf(SETTINGS, 5).degrees);
    expect(drawsOf({ ...SETTINGS, seed: 4 }, 5).degrees).not.toBe(drawsOf(SETTINGS, 5).degrees);
  });

  it("keeps its other draws when one factor changes", () => {
    const { degrees, ...others } = drawsOf(SETTINGS, 5);
    const { degrees: wider, ...same } = drawsOf({ ...SETTINGS, rotation: 0.2 }, 5);
    expect(wider).toBeCloseTo(2 * degrees);
    expect(same).toEqual(others);
  });

  it("leaves everything as it is without factors", () => {
    const none = { rotation: 0, zoom_height: 0, zoom_width: 0, translation_height: 0, translation_width: 0, contrast: 0, brightness: 0 };
    const draws = drawsOf({ ...SETTINGS, ...none, flip: "none" }, 5);
    expect(stepsOf(SETTINGS, draws, SIZE)).toHaveLength(0);
  });

  it("flips only the way that is allowed", () => {
    const epochs = Array.from({ length: 40 }, (_, i) => i + 1);
    const flips = (flip: Settings["flip"]) => epochs.map((epoch) => drawsOf({ ...SETTINGS, flip }, epoch));
    expect(flips("horizontal").some((draws) => draws.flippedVertically)).toBe(false);
    expect(flips("horizontal").some((draws) => draws.flippedHorizontally)).toBe(true);
    expect(flips("vertical").some((draws) => draws.flippedHorizontally)).toBe(false);
    expect(flips("vertical").some((draws) => draws.flippedVertically)).toBe(true);
  });
});

describe("augmenter", () => {
  const picture = tensor([4, 6, 1], Array.from({ length: 24 }, (_, i) => i / 24));

  it("returns the picture itself where nothing is to be done", () => {
    expect(augmenter()(picture, stepsOf(SETTINGS, UNCHANGED, SIZE))).toBe(picture);
  });

  it("never writes into the picture it was given", () => {
    const before = Array.from(picture.data);
    augmenter()(picture, stepsOf(SETTINGS, drawsOf(SETTINGS, 1), SIZE));
    expect(Array.from(picture.data)).toEqual(before);
  });

  it("takes pictures of another size in turn", () => {
    const augment = augmenter();
    augment(picture, stepsOf(SETTINGS, drawsOf(SETTINGS, 1), SIZE));
    const larger = tensor([5, 7, 3]);
    expect(augment(larger, stepsOf(SETTINGS, drawsOf(SETTINGS, 1), { height: 5, width: 7 })).shape).toEqual([5, 7, 3]);
  });
});

describe("FOLDS", () => {
  const read = (mode: keyof typeof FOLDS) => [-2, -1, 6, 7].map((place) => "abcdef"[FOLDS[mode](place, 6)] ?? "k").join("");

  it("reads beyond the edge as Keras' documentation draws it", () => {
    expect(read("reflect")).toBe("bafe");
    expect(read("wrap")).toBe("efab");
    expect(read("nearest")).toBe("aaff");
    expect(read("constant")).toBe("kkkk");
  });

  it("has one place to read in a picture of a single pixel", () => {
    for (const mode of ["reflect", "wrap", "nearest"] as const) expect(FOLDS[mode](-3, 1)).toBe(0);
  });
});
