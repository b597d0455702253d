/** What several views paint alike. */
import { paintMap, paintPicture } from "../core/paint";
import { tensor, type Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import type { Box } from "./cells";

/** A gray picture in the colour of inputs, ink on paper; a colour picture as it is. */
export function showPicture(canvas: HTMLCanvasElement, picture: Tensor, theme: Theme): void {
  if (picture.shape[2] === 1) paintMap(canvas, picture, 0, 1, theme, "input");
  else paintPicture(canvas, picture);
}

/** A part of a picture, as a picture. */
export function cropped({ data, shape: [, width, channels] }: Tensor, { top, left, bottom, right }: Box): Tensor {
  const part = tensor([bottom - top, right - left, channels]);
  const size = (right - left) * channels;
  for (let row = top; row < bottom; row++) {
    const at = (row * width + left) * channels;
    part.data.set(data.subarray(at, at + size), (row - top) * size);
  }
  return part;
}

/** The number that is farthest from zero, without its sign. */
export function largest(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
  }
  return most;
}
