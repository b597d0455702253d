/** Three ways to make a feature map smaller, and what is left of it. */
import { averagePool2d, conv2d, maxPool2d } from "../core/ops";
import { tensor, type Tensor } from "../core/tensor";
import { middleOf, type Settings } from "./geometry";

export const WAYS = ["max", "average", "strided"] as const;
export type Way = (typeof WAYS)[number];
export type Outputs = Readonly<Record<Way, Tensor>>;

/** What each way keeps of a map that has room for a window. */
export function pool(map: Tensor, settings: Settings): Outputs {
  return { max: maxPool2d(map, settings), average: averagePool2d(map, settings), strided: look(map, settings) };
}

/** A convolution that picks the middle of each window: a 1 there for a channel's own filter, zeros elsewhere. */
function look(map: Tensor, { pool_size, strides, padding }: Settings): Tensor {
  const channels = map.shape[2];
  const kernel = tensor([pool_size, pool_size, channels, channels]);
  const middle = middleOf(pool_size) * (pool_size + 1);
  for (let channel = 0; channel < channels; channel++) kernel.data[(middle * channels + channel) * channels + channel] = 1;
  return conv2d(map, kernel, { strides, padding });
}

/** The map moved down and to the right, zeros behind it. */
export function shifted(map: Tensor, rows: number, columns: number): Tensor {
  const [height, width, channels] = map.shape;
  const moved = tensor(map.shape);
  for (let row = Math.max(rows, 0); row < height + Math.min(rows, 0); row++) {
    const from = Math.max(columns, 0);
    const length = width - Math.abs(columns);
    if (length <= 0) continue;
    const source = ((row - rows) * width + from - columns) * channels;
    moved.data.set(map.data.subarray(source, source + length * channels), (row * width + from) * channels);
  }
  return moved;
}

/** The numbers of one channel, in reading order. */
export function channelOf({ data, shape }: Tensor, channel: number): Float32Array {
  const channels = shape[2];
  return Float32Array.from({ length: data.length / channels }, (_, i) => data[i * channels + channel]);
}

export interface Change {
  /** Which cells have another number than before, in reading order. */
  readonly cells: readonly boolean[];
  readonly count: number;
  /** By how much a cell changed, averaged over all of them. */
  readonly mean: number;
}

// Two means of the same numbers in another order may differ in their last digit.
const ROUNDING = 1e-5;

export function changeOf(before: Float32Array, after: Float32Array): Change {
  const distances = Array.from(after, (number, i) => Math.abs(number - before[i]));
  const cells = distances.map((distance, i) => distance > ROUNDING * Math.max(1, Math.abs(before[i])));
  return {
    cells,
    count: cells.filter(Boolean).length,
    mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
  };
}
