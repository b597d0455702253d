/** Where windows stand along one side of a square input, and which cells they see. Cells count from 0; padding lies outside. */
import { samePadding } from "../core/ops";
import type { Sliding } from "../core/sliding";

export interface Settings extends Sliding {
  readonly input_size: number;
  readonly kernel_size: number;
}

export interface Axis {
  /** Cells from a dilated kernel's first number to its last, both counted. */
  readonly covered: number;
  /** Cells of padding before the input and after it. */
  readonly before: number;
  readonly after: number;
  /** The cells under each window, negative ones in the padding before. No window at all where none fits. */
  readonly windows: readonly (readonly number[])[];
  /** Input cells that no window sees: those that the windows step over, and those left over after the last one. */
  readonly skipped: readonly number[];
  readonly leftOver: readonly number[];
}

export function axisOf(settings: Settings): Axis {
  const { input_size, kernel_size, strides, padding, dilation_rate } = settings;
  const covered = (kernel_size - 1) * dilation_rate + 1;
  const { before, after } =
    padding === "same" ? samePadding(input_size, kernel_size, strides, dilation_rate) : { before: 0, after: 0 };
  const windows = range(outputSize(settings, covered)).map((index) =>
    range(kernel_size).map((i) => index * strides - before + i * dilation_rate),
  );
  const seen = new Set(windows.flat());
  const unseen = range(input_size).filter((cell) => !seen.has(cell));
  const last = Math.max(...seen);
  return {
    covered,
    before,
    after,
    windows,
    skipped: unseen.filter((cell) => cell < last),
    leftOver: windows.length > 0 ? unseen.filter((cell) => cell > last) : [],
  };
}

/** As Keras computes it; not positive where no window fits. */
export function outputSize({ input_size, strides, padding }: Settings, covered: number): number {
  return padding === "same" ? Math.ceil(input_size / strides) : Math.floor((input_size - covered) / strides) + 1;
}

/** The window whose centre is nearest to a cell. */
export function nearestWindow({ windows }: Axis, cell: number): number {
  const distance = (window: readonly number[]) => Math.abs((window[0] + window[window.length - 1]) / 2 - cell);
  const distances = windows.map(distance);
  return distances.indexOf(Math.min(...distances));
}

function range(length: number): number[] {
  return Array.from({ length: Math.max(length, 0) }, (_, i) => i);
}
