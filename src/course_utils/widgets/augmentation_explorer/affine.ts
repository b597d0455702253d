/** Pictures read through an affine map, as `ImageProjectiveTransformV3` does it, which Keras' layers call on TensorFlow. */
import type { Tensor } from "../core/tensor";
import { FOLDS, type FillMode } from "./folds";

export type Interpolation = "bilinear" | "nearest";

export interface Sampling {
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  /** What lies outside the picture with `fillMode` "constant". */
  readonly fillValue: number;
}

/** Where output pixel (x, y) is read: at (a0·x + a1·y + a2, b0·x + b1·y + b2) of the input. */
export type Matrix = readonly [a0: number, a1: number, a2: number, b0: number, b1: number, b2: number];

/** Read `picture` through `matrix` into `result`, another picture of the same shape. */
export function transform(picture: Tensor, matrix: Matrix, sampling: Sampling, result: Tensor): void {
  const { data, shape } = picture;
  const height = shape[0];
  const width = shape[1];
  const channels = shape[2];
  const [lastRow, lastColumn, down] = [height - 1, width - 1, width * channels];
  const { fillValue, interpolation } = sampling;
  const smooth = interpolation === "bilinear";
  const fold = FOLDS[sampling.fillMode];
  const out = result.data;
  const { fround } = Math;
  // 32-bit floats as in TensorFlow: at a mirrored edge the last bit decides which of two pixels is read.
  const [a0, a1, a2, b0, b1, b2] = matrix.map(fround) as unknown as Matrix;
  for (let y = 0, to = 0; y < height; y++) {
    const a = fround(a1 * y);
    const b = fround(b1 * y);
    for (let x = 0; x < width; x++) {
      let column = fround(fround(fround(a0 * x) + a) + a2);
      let row = fround(fround(fround(b0 * x) + b) + b2);
      if (!(column >= 0 && column <= lastColumn)) column = fold(column, width);
      if (!(row >= 0 && row <= lastRow)) row = fold(row, height);
      if (smooth && row >= 0 && column >= 0 && row < lastRow && column < lastColumn) {
        // Nearly all pixels come this way; a function of its own would take twice as long.
        const top = row | 0;
        const left = column | 0;
        const lower = row - top;
        const right = column - left;
        const both = lower * right;
        const here = 1 - lower - right + both;
        const beside = right - both;
        const below = lower - both;
        let at = top * down + left * channels;
        for (const end = to + channels; to < end; at++, to++) {
          out[to] = here * data[at] + beside * data[at + channels] + below * data[at + down] + both * data[at + down + channels];
        }
      } else {
        (smooth ? bilinear : nearest)(picture, row, column, fillValue, out, to);
        to += channels;
      }
    }
  }
}

/** Write the pixel nearest to a place of `picture` at `to`. */
function nearest({ data, shape }: Tensor, row: number, column: number, fillValue: number, result: Float32Array, to: number): void {
  const [height, width, channels] = shape as [number, number, number];
  const y = halfAwayFromZero(row);
  const x = halfAwayFromZero(column);
  const outside = y < 0 || y >= height || x < 0 || x >= width;
  const from = (y * width + x) * channels;
  for (let channel = 0; channel < channels; channel++) result[to + channel] = outside ? fillValue : data[from + channel];
}

/** Write the mean of the four pixels around a place at the edge of `picture`, weighted by nearness, at `to`. */
function bilinear({ data, shape }: Tensor, row: number, column: number, fillValue: number, result: Float32Array, to: number): void {
  const height = shape[0];
  const width = shape[1];
  const channels = shape[2];
  const top = Math.floor(row);
  const left = Math.floor(column);
  const lower = row - top;
  const right = column - left;
  for (let channel = 0; channel < channels; channel++, to++) {
    let sum = 0;
    for (let corner = 0; corner < 4; corner++) {
      const y = top + (corner >> 1);
      const x = left + (corner & 1);
      const weight = (corner >> 1 ? lower : 1 - lower) * (corner & 1 ? right : 1 - right);
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      sum += weight * (inside ? data[(y * width + x) * channels + channel] : fillValue);
    }
    result[to] = sum;
  }
}

/** C's `round`: JavaScript's own rounds −0.5 up. */
function halfAwayFromZero(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}
