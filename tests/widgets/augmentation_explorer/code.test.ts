import { describe, expect, it } from "vitest";
import { kerasCode } from "../../../src/course_utils/widgets/augmentation_explorer/code";
import type { Settings } from "../../../src/course_utils/widgets/augmentation_explorer/traits";

const NOTHING: Settings = {
  flip: "none",
  rotation: 0,
  zoom_height: 0,
  zoom_width: 0,
  keep_aspect: true,
  translation_height: 0,
  translation_width: 0,
  contrast: 0,
  brightness: 0,
  fill_mode: "reflect",
  interpolation: "bilinear",
  seed: 0,
};
const lines = (settings: Partial<Settings>) => kerasCode({ ...NOTHING, ...settings }).split("\n").slice(1, -1).map((line) => line.trim());

describe("kerasCode", () => {
  it("is an empty model where nothing is drawn", () => {
    expect(kerasCode(NOTHING)).toBe("augmentation = keras.Sequential([\n])");
  });

  it("has the layers of the notes", () => {
    expect(lines({ flip: "horizontal", rotation: 0.1, zoom_height: 0.2 })).toEqual([
      'layers.RandomFlip("horizontal"),',
      "layers.RandomRotation(0.1),",
      "layers.RandomZoom(0.2),",
    ]);
  });

  it("names what differs from Keras' defaults", () => {
    expect(lines({ rotation: 0.5, fill_mode: "constant", interpolation: "nearest" })).toEqual([
      'layers.RandomRotation(0.5, fill_mode="constant", interpolation="nearest"),',
    ]);
  });

  it("gives both factors where the aspect is free", () => {
    expect(lines({ keep_aspect: false, zoom_width: 0.3 })).toEqual(["layers.RandomZoom(0.0, 0.3),"]);
    expect(lines({ translation_width: 0.1 })).toEqual(["layers.RandomTranslation(0.0, 0.1),"]);
  });

  it("writes numbers as a person would", () => {
    expect(lines({ rotation: 0.1 + 0.2 })).toEqual(["layers.RandomRotation(0.3),"]);
    expect(lines({ contrast: 0.3, brightness: 0.9 })).toEqual(["layers.RandomContrast((0.3, 0.3)),", "layers.RandomBrightness(0.9),"]);
  });
});
