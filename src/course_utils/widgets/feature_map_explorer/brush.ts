/** A soft round pen on a picture, and digits put as MNIST puts them. */
import { tensor, type Tensor } from "../core/tensor";

/** A place on the picture in pixels, fractions included: (0.5, 0.5) is the middle of the first one. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Draw a straight stroke; its rim is as gray as the part of a pixel that it covers.
 *
 * @param width of the stroke, in pixels
 * @param ink 1 draws, 0 erases
 */
export function stroke({ data, shape }: Tensor, from: Point, to: Point, width: number, ink: 0 | 1): void {
  const [rows, columns, channels] = shape;
  const reach = width / 2 + 0.5;
  const top = Math.max(Math.floor(Math.min(from.y, to.y) - reach), 0);
  const bottom = Math.min(Math.ceil(Math.max(from.y, to.y) + reach), rows);
  const left = Math.max(Math.floor(Math.min(from.x, to.x) - reach), 0);
  const right = Math.min(Math.ceil(Math.max(from.x, to.x) + reach), columns);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const cover = Math.min(Math.max(reach - distance(column + 0.5, row + 0.5, from, to), 0), 1);
      for (let i = (row * columns + column) * channels, end = i + channels; i < end; i++) {
        data[i] = ink ? Math.max(data[i], cover) : Math.min(data[i], 1 - cover);
      }
    }
  }
}

/** From a place to the nearest point of a line. */
function distance(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(Math.max(((x - from.x) * dx + (y - from.y) * dy) / length, 0), 1) : 0;
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}

// MNIST's digits fill 20 of 28 pixels, and their centre of mass stands in the middle.
const FILLED = 20 / 28;
const FAINT = 0.1;

/** What was drawn, scaled to the usual size and moved to the middle; a blank picture stays blank. */
export function centred(picture: Tensor): Tensor {
  const { shape } = picture;
  const [rows, columns, channels] = shape;
  const { box, middle } = massOf(picture);
  const result = tensor(shape);
  if (!box) return result;
  const scale = Math.max((box.bottom - box.top) / rows, (box.right - box.left) / columns) / FILLED;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const y = middle.y + (row + 0.5 - rows / 2) * scale - 0.5;
      const x = middle.x + (column + 0.5 - columns / 2) * scale - 0.5;
      for (let channel = 0; channel < channels; channel++) {
        result.data[(row * columns + column) * channels + channel] = between(picture, y, x, channel);
      }
    }
  }
  return result;
}

function massOf({ data, shape: [rows, columns, channels] }: Tensor) {
  let [mass, x, y, top, left, bottom, right] = [0, 0, 0, rows, columns, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const ink = data[(row * columns + column) * channels];
      mass += ink;
      x += ink * (column + 0.5);
      y += ink * (row + 0.5);
      if (ink < FAINT) continue;
      [top, left] = [Math.min(top, row), Math.min(left, column)];
      [bottom, right] = [Math.max(bottom, row + 1), Math.max(right, column + 1)];
    }
  }
  return { box: bottom > 0 ? { top, left, bottom, right } : undefined, middle: { x: x / mass, y: y / mass } };
}

/** The picture between its pixels: the four around weighed by how near they are. */
function between({ data, shape: [rows, columns, channels] }: Tensor, y: number, x: number, channel: number): number {
  const [row, column] = [Math.floor(y), Math.floor(x)];
  const at = (r: number, c: number) =>
    r < 0 || c < 0 || r >= rows || c >= columns ? 0 : data[(r * columns + c) * channels + channel];
  const upper = at(row, column) * (column + 1 - x) + at(row, column + 1) * (x - column);
  const lower = at(row + 1, column) * (column + 1 - x) + at(row + 1, column + 1) * (x - column);
  return upper * (row + 1 - y) + lower * (y - row);
}
