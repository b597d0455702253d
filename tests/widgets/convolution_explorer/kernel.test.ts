import { describe, expect, it } from "vitest";
import {
  build,
  kernelShape,
  kernelTensor,
  MOST_FILTERS,
  pattern,
  presetOf,
  PRESETS,
  readKernel,
  resized,
  sameInAllChannels,
  withAdded,
  withFilter,
  withoutFilter,
  type KernelSize,
  type PresetName,
} from "../../../src/course_utils/widgets/convolution_explorer/kernel";

const SIZES: KernelSize[] = [3, 5];

/** Named filters as a kernel of three channels. */
function stack(names: PresetName[], size: KernelSize = 3, channels = 3) {
  return build({ size, channels, filters: names.length }, (row, column, _, filter) => pattern(names[filter], size)[row][column]);
}

/** A kernel in which every number says where it stands. */
const counting = (size: number, channels = 3, filters = 2) =>
  build({ size, channels, filters }, (row, column, channel, filter) => 1000 * row + 100 * column + 10 * channel + filter);

describe("a kernel", () => {
  it("becomes a tensor in Keras' order", () => {
    const { shape, data } = kernelTensor(counting(3, 1, 2));
    expect(shape).toEqual([3, 3, 1, 2]);
    expect([...data.slice(0, 6)]).toEqual([0, 1, 100, 101, 200, 201]);
    expect(data[17]).toBe(2201);
  });

  it("gets one filter replaced and the others kept", () => {
    const changed = withFilter(counting(3), 1, (row, column, channel) => -(row + column + channel));
    expect(kernelShape(changed)).toEqual({ size: 3, channels: 3, filters: 2 });
    expect(changed[2][1][2]).toEqual([2120, -5]);
    expect(counting(3)[2][1][2]).toEqual([2120, 2121]);
  });

  it("gains a classic filter at its end, and loses any", () => {
    const more = withAdded(counting(3), "outline");
    expect(kernelShape(more).filters).toBe(3);
    expect(more[1][1][2]).toEqual([1120, 1121, 8]);
    expect(presetOf(more, 2)).toBe("outline");
    expect(withoutFilter(more, 0)[1][1][2]).toEqual([1121, 8]);
    expect(withoutFilter(more, 2)).toEqual(counting(3));
  });
});

describe("presetOf", () => {
  it.each(SIZES)("knows every classic filter again at %i", (size) => {
    const kernel = stack(PRESETS, size);
    expect(PRESETS.map((_, filter) => presetOf(kernel, filter))).toEqual(PRESETS);
  });

  it("knows no filter that differs in one number of one channel, and none of another size", () => {
    expect(presetOf(withFilter(stack(["blur"]), 0, (r, c, ch) => (r + c + ch === 0 ? 0.12 : 0.11)), 0)).toBeUndefined();
    expect(presetOf(counting(1), 0)).toBeUndefined();
  });
});

describe("sameInAllChannels", () => {
  it("compares one filter's channels", () => {
    expect(sameInAllChannels(stack(["sharpen"]), 0)).toBe(true);
    expect(sameInAllChannels(counting(3), 0)).toBe(false);
    expect(sameInAllChannels(counting(3, 1), 0)).toBe(true);
  });
});

describe("resized", () => {
  it("gives a classic filter its own numbers at the other size", () => {
    expect(resized(stack(PRESETS, 3), 5)).toEqual(stack(PRESETS, 5));
    expect(resized(stack(PRESETS, 5), 3)).toEqual(stack(PRESETS, 3));
  });

  it("rings others with zeros, and cuts them back to what they were", () => {
    const large = resized(counting(3), 5);
    expect(large[0].flat(2).every((number) => number === 0)).toBe(true);
    expect(large[1][1][2]).toEqual(counting(3)[0][0][2]);
    expect(resized(large, 3)).toEqual(counting(3));
    expect(kernelShape(resized(counting(1), 3)).size).toBe(3);
  });
});

describe("readKernel", () => {
  it.each([1, 3, 5])("takes a kernel of size %i", (size) => {
    for (const channels of [1, 3]) {
      for (const filters of [1, MOST_FILTERS]) {
        const kernel = build({ size, channels, filters }, () => 0.5);
        expect(readKernel(kernel)).toBe(kernel);
      }
    }
  });

  const ok = () => counting(3).map((row) => row.map((cell) => cell.map((numbers) => numbers.map(() => 1 as unknown))));
  const spoiled = (number: unknown) => {
    const kernel = ok();
    kernel[2][2][2][1] = number;
    return kernel;
  };

  it.each<[string, unknown]>([
    ["no list", { length: 3 }],
    ["text", "[[[[1]]]]"],
    ["nothing", null],
    ["an empty list", []],
    ["lists of nothing", [[], [], []]],
    ["lists of null", [null, null, null]],
    ["text that is as long as a kernel", ["abc", "abc", "abc"]],
    ["an even size", build({ size: 2, channels: 3, filters: 1 }, () => 0)],
    ["a size beyond 5", build({ size: 7, channels: 3, filters: 1 }, () => 0)],
    ["two channels", build({ size: 3, channels: 2, filters: 1 }, () => 0)],
    ["too many filters", build({ size: 3, channels: 3, filters: MOST_FILTERS + 1 }, () => 0)],
    ["a row too few", ok().slice(1)],
    ["a short row", [ok()[0].slice(1), ok()[1], ok()[2]]],
    ["a text among numbers", spoiled("1")],
    ["no number", spoiled(NaN)],
    ["infinity", spoiled(Infinity)],
    ["a number too large", spoiled(1001)],
    ["a filter too few somewhere", spoiled(undefined).map((row) => row.map((cell) => cell.map((n) => n.filter((x) => x !== undefined))))],
  ])("refuses %s", (_, value) => expect(readKernel(value)).toBeUndefined());
});
