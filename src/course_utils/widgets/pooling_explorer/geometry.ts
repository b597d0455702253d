/** Where windows stand along one side of the map, and which of its cells they see. Cells count from 0; padding lies outside. */
import { samePadding, type Padding } from "../core/ops";

export interface Settings {
  readonly pool_size: number;
  readonly strides: number;
  readonly padding: Padding;
}

export interface Axis {
  readonly size: number;
  /** Cells of padding before the map and after it. */
  readonly before: number;
  readonly after: number;
  /** The first cell of each window, negative in the padding. No window at all where none fits. */
  readonly starts: readonly number[];
  readonly pool_size: number;
  /** Whether no window sees a cell. */
  readonly unused: readonly boolean[];
}

export function axisOf(size: number, { pool_size, strides, padding }: Settings): Axis {
  const { before, after } = padding === "same" ? samePadding(size, pool_size, strides) : { before: 0, after: 0 };
  const windows = padding === "same" ? Math.ceil(size / strides) : Math.floor((size - pool_size) / strides) + 1;
  const starts = Array.from({ length: Math.max(windows, 0) }, (_, i) => i * strides - before);
  const seen = (cell: number) => starts.some((start) => start <= cell && cell < start + pool_size);
  const unused = Array.from({ length: size }, (_, cell) => starts.length > 0 && !seen(cell));
  return { size, before, after, starts, pool_size, unused };
}

/** The window whose middle is nearest to a cell. */
export function nearestWindow({ starts, pool_size }: Axis, cell: number): number {
  const distances = starts.map((start) => Math.abs(start + (pool_size - 1) / 2 - cell));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}

/** Cells along a side, padding included. */
export function paddedSize({ before, size, after }: Axis): number {
  return before + size + after;
}

/** Where a window has the cell that the sparse look picks: in its middle, or just before it. It never lies in the padding. */
export function middleOf(pool_size: number): number {
  return Math.floor((pool_size - 1) / 2);
}
