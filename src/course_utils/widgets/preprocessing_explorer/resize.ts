/** A picture at another size: stretched, cropped or padded, as `image_dataset_from_directory` does it. */
import { tensor, type Tensor } from "../core/tensor";
import { tapsOf, type Interpolation, type Taps } from "./taps";

export const FITS = ["stretch", "crop", "pad"] as const;
export type Fit = (typeof FITS)[number];

export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Which part of the input goes where in the output, with the taps from one to the other. */
export interface Plan {
  readonly source: Box;
  readonly target: Box;
  readonly rows: readonly Taps[];
  readonly columns: readonly Taps[];
}

export function planOf(height: number, width: number, side: number, fit: Fit, interpolation: Interpolation): Plan {
  const source = fit === "crop" ? centralSquare(height, width) : { top: 0, left: 0, height, width };
  const target = fit === "pad" ? padded(height, width, side) : { top: 0, left: 0, height: side, width: side };
  return {
    source,
    target,
    rows: tapsOf(interpolation, source.height, target.height),
    columns: tapsOf(interpolation, source.width, target.width),
  };
}

/** Values of shape (side, side, channels); what is padded is 0. */
export function resized(picture: Tensor, side: number, plan: Plan): Tensor {
  const channels = picture.shape[2];
  const { source, target, rows, columns } = plan;
  const narrow = new Float32Array(source.height * target.width * channels);
  across(picture, source, columns, narrow);
  const result = tensor([side, side, channels]);
  const stride = target.width * channels;
  rows.forEach(({ start, weights }, y) => {
    const to = ((target.top + y) * side + target.left) * channels;
    weights.forEach((weight, k) => {
      const from = (start + k) * stride;
      for (let i = 0; i < stride; i++) result.data[to + i] += weight * narrow[from + i];
    });
  });
  return result;
}

/** Resize every row of the source, left to right. */
function across({ data, shape }: Tensor, source: Box, columns: readonly Taps[], narrow: Float32Array): void {
  const [, width, channels] = shape;
  for (let y = 0, to = 0; y < source.height; y++) {
    const row = (source.top + y) * width + source.left;
    for (const { start, weights } of columns) {
      for (let channel = 0; channel < channels; channel++, to++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k] * data[(row + start + k) * channels + channel];
        narrow[to] = sum;
      }
    }
  }
}

function centralSquare(height: number, width: number): Box {
  const side = Math.min(height, width);
  return { top: Math.trunc((height - side) / 2), left: Math.trunc((width - side) / 2), height: side, width: side };
}

/** In 32-bit floats as in TensorFlow: their rounding decides now and then about a row more or less. */
function padded(height: number, width: number, side: number): Box {
  const { floor, fround } = Math;
  const ratio = fround(Math.max(height, width) / side);
  const [tall, wide] = [fround(height / ratio), fround(width / ratio)];
  return {
    top: Math.max(0, floor((side - tall) / 2)),
    left: Math.max(0, floor((side - wide) / 2)),
    height: Math.max(1, floor(tall)),
    width: Math.max(1, floor(wide)),
  };
}
