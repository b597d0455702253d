/** How much of a map moved along with the object, and how much of it stayed where it was. */
import type { Tensor } from "../core/tensor";
import { largest } from "./network";

/** How well a response map, moved back, equals the one from the start. */
export interface Agreement {
  /** Cells that lie on both maps and answer on at least one of them. */
  readonly compared: number;
  /** Those among them that have the same number on both. */
  readonly agreeing: number;
  /** Cells of the object's response that moved off the map. */
  readonly lost: number;
  /** The largest difference between two compared cells. */
  readonly difference: number;
}

// What two computations of the same number may differ by, as a share of the largest number of the map.
const ROUNDING = 1e-4;

/** The whole number of cells that is nearest to a shift by so many pixels; halves go up. */
export function cellsMoved(pixels: number, strides: number): number {
  return Math.floor(pixels / strides + 0.5);
}

/**
 * Compare a response map with the one from the start, moved by whole cells.
 *
 * @param empty the response map of the background alone: what differs from it is the object's
 */
export function agreement(start: Tensor, now: Tensor, empty: Tensor, rows: number, columns: number): Agreement {
  const [height, width] = start.shape;
  const tolerance = ROUNDING * (largest(start.data) || 1);
  let [compared, agreeing, lost, difference] = [0, 0, 0, 0];
  for (let row = 0; row < height; row++) {
    const inside = row + rows >= 0 && row + rows < height;
    for (let column = 0; column < width; column++) {
      const cell = row * width + column;
      const before = start.data[cell];
      if (!inside || column + columns < 0 || column + columns >= width) {
        if (Math.abs(before - empty.data[cell]) > tolerance) lost++;
        continue;
      }
      const after = now.data[cell + rows * width + columns];
      if (Math.max(before, after) <= tolerance) continue;
      const apart = Math.abs(before - after);
      compared++;
      if (apart <= tolerance) agreeing++;
      difference = Math.max(difference, apart);
    }
  }
  return { compared, agreeing, lost, difference };
}

/** How much of a map stayed where it was: what both maps have in common over what either of them has. */
export function inPlace(start: Tensor, now: Tensor): number {
  let [common, either] = [0, 0];
  for (let i = 0; i < start.data.length; i++) {
    common += Math.min(start.data[i], now.data[i]);
    either += Math.max(start.data[i], now.data[i]);
  }
  return ratio(common, either);
}

/** `now` as a share of `start`; NaN if there was no answer at the start. */
export function ratio(now: number, start: number): number {
  return start > 1e-6 ? now / start : NaN;
}
