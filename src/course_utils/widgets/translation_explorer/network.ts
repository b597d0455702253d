/** What the layers answer to a picture: one convolution with ReLU, global pooling of its map, and one dense unit. */
import classics from "../../kernels.json";
import { conv2d, convOutputSize, samePadding, type Padding } from "../core/ops";
import { tensor, type Tensor } from "../core/tensor";
import { SIDE } from "./picture";

export const KERNELS = ["vertical_edges", "horizontal_edges", "outline", "gabor_45", "gabor_135", "blur", "template"] as const;
export type KernelName = (typeof KERNELS)[number];

export interface Convolution {
  readonly kernel: Tensor;
  readonly strides: number;
  readonly padding: Padding;
}

export function kernelOf(name: KernelName, ink: Tensor): Tensor {
  return name === "template" ? template(ink) : tensor([3, 3, 1, 1], classics[name]["3"].flat());
}

/** Looks for the object as a whole: a margin of one cell, numbers that add up to 0, the answer 1 to the object itself. */
export function template({ shape: [height, width], data }: Tensor): Tensor {
  const kernel = tensor([height + 2, width + 2, 1, 1]);
  for (let row = 0; row < height; row++) kernel.data.set(data.subarray(row * width, (row + 1) * width), (row + 1) * (width + 2) + 1);
  kernel.data.set(matched(kernel.data));
  return kernel;
}

/** Weights that answer 1 to these very numbers and 0 to any even background. */
export function matched(numbers: Float32Array): Float64Array {
  const average = mean(numbers);
  const free = Float64Array.from(numbers, (value) => value - average);
  const answer = dense(free, numbers);
  return free.map((value) => value / answer);
}

/** One unit without bias or activation: the sum of all products. */
export function dense(weights: Float64Array, numbers: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += weights[i] * numbers[i];
  return sum;
}

export function mapSide({ kernel, strides, padding }: Convolution, axis: 0 | 1): number {
  return convOutputSize(SIDE, kernel.shape[axis], { strides, padding });
}

/** Zeros before the first pixel. */
export function zerosBefore({ kernel, strides, padding }: Convolution, axis: 0 | 1): number {
  return padding === "same" ? samePadding(SIDE, kernel.shape[axis], strides).before : 0;
}

/** The response map after ReLU, written into numbers that nobody needs any more. */
export function respond(picture: Tensor, { kernel, strides, padding }: Convolution, into: Float32Array): Tensor {
  const map = conv2d(picture, kernel, { strides, padding, into });
  for (let i = 0; i < into.length; i++) if (into[i] < 0) into[i] = 0;
  return map;
}

export function largest(numbers: Float32Array): number {
  let most = -Infinity;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] > most) most = numbers[i];
  return most;
}

export function mean(numbers: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i];
  return sum / numbers.length;
}
