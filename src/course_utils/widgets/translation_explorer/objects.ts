/** The objects that a reader moves: their ink, from 0 (background shows) to 1 (white). */
import { tensor, type Tensor } from "../core/tensor";
import drawings from "./objects.json";

export type ObjectName = keyof typeof drawings;

export const OBJECTS = Object.keys(drawings) as ObjectName[];

const INK: Record<string, number> = { ".": 0, "+": 0.5, "#": 1 };

/** The ink of a drawn object, (height, width, 1). */
export function drawing(name: ObjectName): Tensor {
  return inkOf(drawings[name].map((row) => [...row].map((mark) => INK[mark])));
}

export function inkOf(rows: readonly (readonly number[])[]): Tensor {
  return tensor([rows.length, rows[0].length, 1], rows.flat());
}

/** The line around an object's ink, as an SVG path in pixels from its top left corner. */
export function contour({ shape: [height, width], data }: Tensor): string {
  const inked = (row: number, column: number) =>
    row >= 0 && column >= 0 && row < height && column < width && data[row * width + column] > 0;
  let path = "";
  for (let row = 0; row <= height; row++) {
    for (let column = 0; column <= width; column++) {
      if (inked(row, column) !== inked(row - 1, column)) path += `M${column} ${row}h1`;
      if (inked(row, column) !== inked(row, column - 1)) path += `M${column} ${row}v1`;
    }
  }
  return path;
}
