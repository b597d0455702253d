/** A kernel as its trait has it, `[row][column][channel][filter]`, and what a reader does to one of its filters. */
import presets from "../../kernels.json";
import type { Reader } from "../core/model";
import { tensor, type Tensor } from "../core/tensor";

export type KernelTrait = number[][][][];
export type PresetName = keyof typeof presets;
export type KernelSize = 3 | 5;

export const PRESETS = Object.keys(presets) as PresetName[];
export const MOST_FILTERS = 16;
/** The largest number that a reader may put into a kernel, by hand or by a link. */
export const LARGEST = 1000;

export interface KernelShape {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
}

export function kernelShape(kernel: KernelTrait): KernelShape {
  return { size: kernel.length, channels: kernel[0][0].length, filters: kernel[0][0][0].length };
}

export function kernelTensor(kernel: KernelTrait): Tensor {
  const { size, channels, filters } = kernelShape(kernel);
  return tensor([size, size, channels, filters], kernel.flat(3));
}

export function pattern(name: PresetName, size: number): number[][] {
  return presets[name][String(size) as "3" | "5"];
}

/** A kernel of another shape, each number given by a function of its place. */
export function build(shape: KernelShape, number: (row: number, column: number, channel: number, filter: number) => number): KernelTrait {
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  return range(shape.size).map((row) =>
    range(shape.size).map((column) =>
      range(shape.channels).map((channel) => range(shape.filters).map((filter) => number(row, column, channel, filter))),
    ),
  );
}

/** The same kernel with one filter's numbers replaced. */
export function withFilter(kernel: KernelTrait, filter: number, number: (row: number, column: number, channel: number) => number): KernelTrait {
  return build(kernelShape(kernel), (r, c, channel, f) => (f === filter ? number(r, c, channel) : kernel[r][c][channel][f]));
}

/** The name of a filter that is one of the classic ones in every channel. */
export function presetOf(kernel: KernelTrait, filter: number): PresetName | undefined {
  const { size, channels } = kernelShape(kernel);
  if (size !== 3 && size !== 5) return undefined;
  return PRESETS.find((name) => {
    const numbers = pattern(name, size);
    return numbers.every((row, r) =>
      row.every((number, c) => Array.from({ length: channels }).every((_, ch) => kernel[r][c][ch][filter] === number)),
    );
  });
}

export function sameInAllChannels(kernel: KernelTrait, filter: number): boolean {
  return kernel.every((row) => row.every((cell) => cell.every((numbers) => numbers[filter] === cell[0][filter])));
}

/** Another window size: classic filters have a version of their own, others are cut, or ringed with zeros. */
export function resized(kernel: KernelTrait, size: KernelSize): KernelTrait {
  const shape = kernelShape(kernel);
  const shift = (shape.size - size) / 2;
  const names = Array.from({ length: shape.filters }, (_, filter) => presetOf(kernel, filter));
  return build({ ...shape, size }, (row, column, channel, filter) => {
    const name = names[filter];
    return name ? pattern(name, size)[row][column] : (kernel[row + shift]?.[column + shift]?.[channel][filter] ?? 0);
  });
}

/** One filter more, a copy of a classic one. */
export function withAdded(kernel: KernelTrait, name: PresetName): KernelTrait {
  const shape = kernelShape(kernel);
  const numbers = pattern(name, shape.size);
  return build({ ...shape, filters: shape.filters + 1 }, (r, c, channel, f) => kernel[r][c][channel][f] ?? numbers[r][c]);
}

export function withoutFilter(kernel: KernelTrait, filter: number): KernelTrait {
  const shape = kernelShape(kernel);
  return build({ ...shape, filters: shape.filters - 1 }, (r, c, channel, f) => kernel[r][c][channel][f < filter ? f : f + 1]);
}

/** Reads a kernel from a link: square, odd, of finite numbers, one to sixteen filters. */
export const readKernel: Reader<KernelTrait> = (value) => {
  const array = (item: unknown, length?: number): item is unknown[] =>
    Array.isArray(item) && item.length > 0 && (length === undefined || item.length === length);
  if (!array(value) || ![1, 3, 5].includes(value.length)) return undefined;
  const first = (value as unknown[][][][])[0]?.[0];
  const channels = first?.length;
  const filters = first?.[0]?.length;
  if ((channels !== 1 && channels !== 3) || !filters || filters > MOST_FILTERS) return undefined;
  const fits = value.every(
    (row) =>
      array(row, value.length) &&
      row.every(
        (cell) =>
          array(cell, channels) &&
          cell.every((numbers) => array(numbers, filters) && numbers.every((x) => typeof x === "number" && Math.abs(x) <= LARGEST)),
      ),
  );
  return fits ? (value as KernelTrait) : undefined;
};
