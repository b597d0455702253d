/** The input: an object somewhere on a plain background, cut where it leaves the picture. */
import type { Cell } from "../core/steering";
import { tensor, type Tensor } from "../core/tensor";

export const SIDE = 32;

export function emptyPicture(background = 0): Tensor {
  const picture = tensor([SIDE, SIDE, 1]);
  picture.data.fill(background);
  return picture;
}

/** Draw the object with its top left corner at a place, over whatever the picture held. */
export function drawObject(picture: Tensor, ink: Tensor, at: Cell, background: number): void {
  const [height, width] = ink.shape;
  picture.data.fill(background);
  for (let row = Math.max(0, -at.row); row < height && at.row + row < SIDE; row++) {
    for (let column = Math.max(0, -at.column); column < width && at.column + column < SIDE; column++) {
      picture.data[(at.row + row) * SIDE + at.column + column] = background + ink.data[row * width + column] * (1 - background);
    }
  }
}

/** The places at which the centre of something that long stays in the picture. */
export function reach(length: number): readonly [number, number] {
  const half = Math.floor(length / 2);
  return [-half, SIDE - length + half];
}

/** The nearest place at which the object's centre stays in the picture. */
export function within({ row, column }: Cell, { shape: [height, width] }: Tensor): Cell {
  return { row: clamp(row, ...reach(height)), column: clamp(column, ...reach(width)) };
}

/** The nearest place at which all of the object is in the picture. */
export function wholly({ row, column }: Cell, { shape: [height, width] }: Tensor): Cell {
  return { row: clamp(row, 0, SIDE - height), column: clamp(column, 0, SIDE - width) };
}

/** Whether some ink lies beyond the border. */
export function isCut({ shape: [height, width], data }: Tensor, at: Cell): boolean {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = [at.row + row, at.column + column];
      if (data[row * width + column] > 0 && (y < 0 || x < 0 || y >= SIDE || x >= SIDE)) return true;
    }
  }
  return false;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
