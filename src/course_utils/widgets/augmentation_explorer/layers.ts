/** Keras' layers of random transformations, taken apart: what is drawn, and what is done with it. */
import type { Tensor } from "../core/tensor";
import { transform, type Matrix, type Sampling } from "./affine";

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The matrix of `RandomRotation` for an angle in degrees, counter-clockwise on the screen. */
export function rotation(degrees: number, { height, width }: Size): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  return [cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos];
}

/** The matrix of `RandomZoom`: the sampling window is scaled, so that 0.8 makes the object larger. */
export function zoom(heightZoom: number, widthZoom: number, { height, width }: Size): Matrix {
  return [widthZoom, 0, ((width - 1) / 2) * (1 - widthZoom), 0, heightZoom, ((height - 1) / 2) * (1 - heightZoom)];
}

/** The matrix of `RandomTranslation` for a shift down and right, as shares of the picture. */
export function translation(down: number, right: number, { height, width }: Size): Matrix {
  return [1, 0, -right * width, 0, 1, -down * height];
}

/** What a layer does to a picture: from the first tensor into the second, of the same shape. */
export type Step = (picture: Tensor, result: Tensor) => void;

export function moved(matrix: Matrix, sampling: Sampling): Step {
  return (picture, result) => transform(picture, matrix, sampling, result);
}

/** `RandomFlip`. */
export function flipped(horizontal: boolean, vertical: boolean): Step {
  return ({ data, shape }, result) => {
    const [height, width, channels] = shape as [number, number, number];
    for (let y = 0, to = 0; y < height; y++) {
      const row = vertical ? height - 1 - y : y;
      for (let x = 0; x < width; x++, to += channels) {
        const from = (row * width + (horizontal ? width - 1 - x : x)) * channels;
        for (let channel = 0; channel < channels; channel++) result.data[to + channel] = data[from + channel];
      }
    }
  };
}

/** `RandomContrast` on values from 0 to `brightest`: each channel moves away from its mean, or towards it. */
export function contrasted(factor: number, brightest = 1): Step {
  return ({ data, shape }, result) => {
    const channels = shape[2];
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let i = channel; i < data.length; i += channels) sum += data[i];
      const kept = (sum / (data.length / channels)) * (1 - factor);
      for (let i = channel; i < data.length; i += channels) result.data[i] = clipped(data[i] * factor + kept, brightest);
    }
  };
}

/** `RandomBrightness` on values from 0 to `brightest`: the same number is added to every value. */
export function brightened(factor: number, brightest = 1): Step {
  return ({ data }, result) => {
    for (let i = 0; i < data.length; i++) result.data[i] = clipped(data[i] + factor * brightest, brightest);
  };
}

function clipped(value: number, brightest: number): number {
  return value < 0 ? 0 : value > brightest ? brightest : value;
}
