import { describe, expect, it } from "vitest";
import { changed, clashes, moved, obstacle, padded, usual, without } from "../../../src/course_utils/widgets/receptive_field_explorer/edits";
import { growth } from "../../../src/course_utils/widgets/receptive_field_explorer/findings";
import { readLayers } from "../../../src/course_utils/widgets/receptive_field_explorer/link";
import { CONV, NAMES, POOL, presetOf, PRESETS } from "../../../src/course_utils/widgets/receptive_field_explorer/presets";
import { middleOf, nearest, tiersOf, type Layer } from "../../../src/course_utils/widgets/receptive_field_explorer/stack";
import { marksOf, titleOf } from "../../../src/course_utils/widgets/receptive_field_explorer/tower";

const same = (layer: Layer): Layer => ({ ...layer, padding: "same" });

describe("tiersOf", () => {
  it("follows the first ConvNet over a digit", () => {
    const tiers = tiersOf(PRESETS.convnet, 28);
    expect(tiers.map(({ units }) => units)).toEqual([26, 13, 11, 5, 3]);
    expect(tiers.map(({ field }) => field)).toEqual([3, 4, 8, 10, 18]);
    expect(tiers.map(({ jump }) => jump)).toEqual([1, 2, 2, 4, 4]);
    expect(tiers.map(({ start }) => start)).toEqual([1.5, 2, 4, 5, 9]);
  });

  it("ends where a window does not fit", () => {
    expect(tiersOf([POOL, { ...CONV, kernel_size: 7 }, CONV], 12)).toHaveLength(1);
  });

  it("puts the odd cell of same last", () => {
    const [tier] = tiersOf([same({ ...CONV, kernel_size: 4 })], 5);
    expect([tier.before, tier.units, tier.start]).toEqual([1, 5, 1]);
  });

  it("finds the unit that looks at a place, or the one next to it", () => {
    const tier = tiersOf(PRESETS.convnet, 64)[4];
    expect(nearest(tier, middleOf(tier, 5) + 1.9)).toBe(5);
    expect(nearest(tier, -3)).toBe(0);
    expect(nearest(tier, 64)).toBe(11);
  });
});

describe("presets", () => {
  it.each(NAMES)("%s fits the photo, and is told by its layers", (name) => {
    expect(tiersOf(PRESETS[name], 64)).toHaveLength(PRESETS[name].length);
    expect(presetOf(PRESETS[name].map((layer) => ({ ...layer })))).toBe(name);
    expect(readLayers(PRESETS[name])).toBeDefined();
  });

  it("does not know what the reader built", () => {
    expect(presetOf([...PRESETS.three, POOL])).toBeUndefined();
    expect(presetOf(padded(PRESETS.three, "same"))).toBeUndefined();
  });
});

describe("edits", () => {
  it("let the setting win that was just made, where Keras refuses both", () => {
    const dilated = [{ ...CONV, dilation_rate: 2 }];
    expect(clashes(dilated[0], { strides: 2 })).toBe(true);
    expect(changed(dilated, 0, { strides: 2 })).toEqual([{ ...CONV, strides: 2 }]);
    const strided = [{ ...CONV, strides: 2 }];
    expect(changed(strided, 0, { dilation_rate: 3 })).toEqual([{ ...CONV, dilation_rate: 3 }]);
    expect(clashes(strided[0], { kernel_size: 5 })).toBe(false);
  });

  it("take the dilation from what becomes a pooling layer", () => {
    expect(changed([{ ...CONV, dilation_rate: 4 }], 0, { type: "pool" })).toEqual([{ ...CONV, type: "pool" }]);
  });

  it("leave the given stack alone", () => {
    const layers = Object.freeze([CONV, POOL]);
    expect(moved(layers, 0, 1)).toEqual([POOL, CONV]);
    expect(without(layers, 0)).toEqual([POOL]);
    expect(padded(layers, "same").map(({ padding }) => padding)).toEqual(["same", "same"]);
    expect(layers).toEqual([CONV, POOL]);
  });

  it("add a layer with the padding of the one below", () => {
    expect(usual("pool", [same(CONV)])).toEqual(same(POOL));
    expect(usual("conv", [])).toEqual(CONV);
  });

  it("say why no layer can be added", () => {
    expect(obstacle(PRESETS.eight, CONV, 48)).toBe("full");
    expect(obstacle([CONV], CONV, 2)).toBe("no_room");
    expect(obstacle([CONV], POOL, 2)).toBeUndefined();
    expect(obstacle([CONV], same(CONV), 1)).toBeUndefined();
  });
});

describe("words", () => {
  it("write the sum behind a field", () => {
    expect(growth(PRESETS.convnet)).toBe("1 + 2·1 + 1·1 + 2·2 + 1·2 + 2·4 = 18");
    expect(growth([{ ...CONV, dilation_rate: 4 }])).toBe("1 + 8·1 = 9");
  });

  it("name a layer, and what is unusual about it", () => {
    expect(titleOf(POOL)).toBe("MaxPool 2 × 2");
    expect(marksOf(POOL, true)).toBe("");
    expect(marksOf({ ...POOL, strides: 1 }, false)).toBe("s1");
    expect(marksOf(same({ ...CONV, dilation_rate: 2 }), true)).toBe("d2 same");
    expect(marksOf(same(CONV), false)).toBe("");
  });
});
