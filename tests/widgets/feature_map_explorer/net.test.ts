import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { fieldOf, patchOf, sumBehind } from "../../../src/course_utils/widgets/feature_map_explorer/cells";
import { cellAt, foldedBox, foldedShape, placeOf } from "../../../src/course_utils/widgets/feature_map_explorer/fold";
import { decodeNet, forward, fromHalf } from "../../../src/course_utils/widgets/feature_map_explorer/net";
import type { LayerTrait, NetTrait } from "../../../src/course_utils/widgets/feature_map_explorer/traits";

const layer = (kind: string, shape: number[], settings = {}, kernel: number[] | null = null): LayerTrait => ({ kind, name: kind, shape, params: 0, settings, kernel });
const sliding = { strides: 1, padding: "valid", dilation_rate: 1 };

/** 4 × 4 → convolution 2 × 2 → 3 × 3 → ReLU → pool → 1 × 1 × 2 → row → two probabilities. */
const trait: NetTrait = {
  input_shape: [4, 4, 1],
  layers: [
    layer("Conv2D", [3, 3, 2], { ...sliding, activation: "relu" }, [2, 2, 1, 2]),
    layer("MaxPooling2D", [1, 1, 2], { pool_size: 3, strides: 3, padding: "valid" }),
    layer("Flatten", [2]),
    layer("Dense", [2], { activation: "softmax" }, [2, 2]),
  ],
  dtype: "float32",
  weights: new DataView(Float32Array.from([1, -1, 1, -1, 1, -1, 1, -1, 0.5, 0, 1, 0, 0, 1, 0, 0]).buffer),
};
const net = decodeNet(trait);
const picture = tensor([4, 4, 1], Array.from({ length: 16 }, (_, i) => i / 10));

describe("forward", () => {
  it("goes through all layers", () => {
    const outputs = forward(net, picture);
    expect(outputs[0].data[0]).toBeCloseTo(0 + 0.1 + 0.4 + 0.5 + 0.5);
    expect(outputs[0].data[1]).toBe(0); // what is negative, ReLU turns into 0
    expect(outputs[1].data[0]).toBeCloseTo(1 + 1.1 + 1.4 + 1.5 + 0.5);
    expect(outputs[3].data[0] + outputs[3].data[1]).toBeCloseTo(1);
  });

  it("writes over the buffers that it is given, and nothing of the picture before is left", () => {
    const first = forward(net, tensor([4, 4, 1], new Float32Array(16).fill(9)));
    const buffer = first[0].data;
    const second = forward(net, picture, first);
    expect(second[0].data).toBe(buffer);
    expect(second.map(({ data }) => [...data])).toEqual(forward(net, picture).map(({ data }) => [...data]));
  });
});

describe("cells", () => {
  it("see more of the picture, the deeper they are", () => {
    expect(fieldOf(net, { layer: 0, channel: 1, row: 2, column: 1 })).toEqual({ top: 2, left: 1, bottom: 4, right: 3 });
    expect(fieldOf(net, { layer: 1, channel: 0, row: 0, column: 0 })).toEqual({ top: 0, left: 0, bottom: 4, right: 4 });
    expect(patchOf(net, { layer: 2, channel: 0, row: 0, column: 1 })).toEqual({ top: 0, left: 0, bottom: 1, right: 1 });
  });

  it("are the sum of products and bias", () => {
    const outputs = forward(net, picture);
    const sum = sumBehind(net, picture, outputs, { layer: 0, channel: 1, row: 0, column: 0 });
    expect(sum.products[0]).toBeCloseTo(-1);
    expect(sum.total).toBeCloseTo(-1);
    expect(sum.value).toBe(0);
    const dense = sumBehind(net, picture, outputs, { layer: 3, channel: 0, row: 0, column: 0 });
    expect(dense.products).toHaveLength(2); // one for each map that the Flatten laid in the row
    expect(dense.total).toBeCloseTo(5.5);
  });
});

describe("folds", () => {
  const wide = decodeNet({ ...trait, layers: [layer("Conv2D", [3, 3, 2], sliding, [2, 2, 1, 2]), layer("Flatten", [18]), layer("Dense", [64], {}, [1, 1])] });

  it("keep a map as it is, and lay a row of numbers into one", () => {
    expect(foldedShape(wide, 0)).toEqual([3, 3, 2]);
    expect(foldedShape(wide, 1)).toEqual([9, 2, 1]);
    expect(foldedShape(wide, 2)).toEqual([4, 16, 1]);
  });

  it("lead there and back", () => {
    for (let column = 0; column < 18; column++) {
      const place = placeOf(wide, { layer: 1, channel: 0, row: 0, column });
      expect(cellAt(wide, 1, place)).toEqual({ row: 0, column });
    }
    expect(cellAt(wide, 1, { row: 99, column: -1 })).toEqual({ row: 0, column: 16 });
  });

  it("show one number of a row, or all of it", () => {
    expect(foldedBox(wide, 1, { top: 0, left: 5, bottom: 1, right: 6 })).toEqual({ top: 2, left: 1, bottom: 3, right: 2 });
    expect(foldedBox(wide, 1, { top: 0, left: 0, bottom: 1, right: 18 })).toEqual({ top: 0, left: 0, bottom: 9, right: 2 });
  });
});

describe("fromHalf", () => {
  it.each([[0x3c00, 1], [0xc000, -2], [0x0001, 2 ** -24], [0x7bff, 65504], [0x2e66, 0.0999755859375], [0x7c00, Infinity]])("reads %i as %f", (bits, value) => {
    expect(fromHalf(bits)).toBe(value);
  });
});
