/**
 * Paths from the pixels up to one unit, counted along one side; rows and columns multiply, since a window is a square.
 *
 * A convolution gives one path to each cell under its kernel. Pooling hands on one path alone, to each cell of its window
 * with the same chance. So the counts are the gradient of a stack of ones with average pooling. And they are the mean of
 * the squared gradient over random weights, which cannot cancel each other.
 */
import { MOST_LAYERS, type Tier } from "./stack";

export const MOST_CELLS = 128;

/** Path counts of the pixels first, then of every layer up to the unit's. */
export type Levels = readonly Float64Array[];

export interface Span {
  readonly first: number;
  readonly last: number;
  /** Cells between them that the unit can really see: dilation and long strides leave gaps. */
  readonly touched: number;
}

/** A function that counts paths, always in the same arrays. */
export function pathfinder(): (tiers: readonly Tier[], layer: number, unit: number) => Levels {
  const levels = Array.from({ length: MOST_LAYERS + 1 }, () => new Float64Array(MOST_CELLS));
  return (tiers, layer, unit) => {
    for (const level of levels) level.fill(0);
    levels[layer + 1][unit] = 1;
    for (let below = layer; below >= 0; below--) handDown(tiers[below], levels[below + 1], levels[below]);
    return levels;
  };
}

/** Give every unit's paths to the cells in its window. Padding is nobody, what would go there is lost. */
function handDown({ layer, cells, units, before }: Tier, from: Float64Array, to: Float64Array): void {
  const { kernel_size, strides, dilation_rate, type } = layer;
  for (let unit = 0; unit < units; unit++) {
    if (from[unit] === 0) continue;
    const start = unit * strides - before;
    const inside = type === "pool" ? Math.min(start + kernel_size, cells) - Math.max(start, 0) : 1;
    for (let i = 0, cell = start; i < kernel_size; i++, cell += dilation_rate) {
      if (cell >= 0 && cell < cells) to[cell] += from[unit] / inside;
    }
  }
}

/** From the first cell with a path to the last; undefined where all paths end in padding. */
export function spanOf(paths: Float64Array, cells: number): Span | undefined {
  let [first, last, touched] = [-1, -1, 0];
  for (let cell = 0; cell < cells; cell++) {
    if (paths[cell] === 0) continue;
    if (first < 0) first = cell;
    last = cell;
    touched++;
  }
  return touched > 0 ? { first, last, touched } : undefined;
}

export function largest(paths: Float64Array): number {
  let most = 0;
  for (const count of paths) if (count > most) most = count;
  return most;
}

export function total(paths: Float64Array): number {
  let sum = 0;
  for (const count of paths) sum += count;
  return sum;
}

/** The side of the smallest square of pixels that holds half of the gradient; 0 where there is none. */
export function halfSize(rows: Float64Array, columns: Float64Array): number {
  const whole = total(rows) * total(columns);
  if (whole === 0) return 0;
  let side = 1;
  while (best(rows, side) * best(columns, side) < whole * (0.5 - 1e-12)) side++;
  return side;
}

/** The most that neighbouring cells hold together. */
function best(paths: Float64Array, side: number): number {
  let [sum, most] = [0, 0];
  for (let cell = 0; cell < paths.length; cell++) {
    sum += paths[cell] - (cell >= side ? paths[cell - side] : 0);
    if (sum > most) most = sum;
  }
  return most;
}
