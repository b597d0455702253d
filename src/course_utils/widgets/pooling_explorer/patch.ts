/** What the current window sees of the channel in view. */
import type { Cell } from "../core/steering";
import { trimmed } from "../core/numbers";
import { middleOf } from "./geometry";
import type { Way } from "./pooling";
import type { Scene } from "./scene";

export interface Patch {
  /** The window's first cell, counted from the first cell of the map. */
  readonly corner: Cell;
  readonly size: number;
  /** Its numbers in reading order, undefined in the padding. */
  readonly numbers: readonly (number | undefined)[];
  /** Where in the window the largest number stands, and where the cell that the sparse look picks. */
  readonly largest: number;
  readonly picked: number;
}

export function patchOf({ rows, columns, at, numbers: all }: Scene): Patch {
  const size = rows.pool_size;
  const corner = { row: rows.starts[at.row], column: columns.starts[at.column] };
  const numbers = Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [corner.row + Math.floor(i / size), corner.column + (i % size)];
    const inside = row >= 0 && row < rows.size && column >= 0 && column < columns.size;
    return inside ? all[row * columns.size + column] : undefined;
  });
  const largest = numbers.indexOf(Math.max(...numbers.filter((number) => number !== undefined)));
  return { corner, size, numbers, largest, picked: middleOf(size) * (size + 1) };
}

/** The place of a cell of the patch in the map. */
export function cellOf({ corner, size }: Patch, index: number): Cell {
  return { row: corner.row + Math.floor(index / size), column: corner.column + (index % size) };
}

/** What stands before the result: nothing but the mean needs a step between. */
export function halfway(way: Way, { numbers }: Patch): string {
  if (way !== "average") return "";
  const seen = numbers.filter((number) => number !== undefined);
  return `${trimmed(seen.reduce((sum, number) => sum + number, 0))} / ${seen.length}`;
}

/** The whole sum in one line: "max(0, 9, 3, 0)", "(0 + 9 + 3 + 0) / 4", "0, 9, 3, 0". */
export function spelled(way: Way, { numbers }: Patch): string {
  const seen = numbers.filter((number) => number !== undefined);
  const join = (between: string) => seen.map((number) => trimmed(number)).join(between);
  return { max: `max(${join(", ")})`, average: `(${join(" + ")}) / ${seen.length}`, strided: join(", ") }[way];
}
