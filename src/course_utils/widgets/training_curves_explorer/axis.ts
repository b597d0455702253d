/** The vertical axis: the same for all settings, so that their curves can be compared. */
import { format } from "../core/numbers";
import type { Training } from "./trainings";
import type { Metric } from "./traits";

export interface Axis {
  readonly ticks: readonly number[];
  /** How far from the top, 0 to 1; what lies beyond the axis stays at its end. */
  y(value: number): number;
  name(tick: number): string;
}

const LOWEST_ACCURACY = 0.4;

export function axisOf(metric: Metric, all: readonly Training[]): Axis {
  const step = metric === "accuracy" ? 0.1 : lossStep(all);
  const [bottom, count] = metric === "accuracy" ? [LOWEST_ACCURACY, 6] : [0, Math.ceil(highestLoss(all) / step)];
  const top = bottom + count * step;
  return {
    ticks: Array.from({ length: count + 1 }, (_, i) => bottom + i * step),
    y: (value) => Math.max(0, Math.min(1, (top - value) / (top - bottom))),
    name: (tick) => (metric === "accuracy" ? `${format(100 * tick, 0)}%` : format(tick, step < 1 ? 1 : 0)),
  };
}

function highestLoss(all: readonly Training[]): number {
  return Math.max(1, ...all.flatMap(({ loss, val_loss }) => [...loss.mean, ...val_loss.mean]));
}

function lossStep(all: readonly Training[]): number {
  const highest = highestLoss(all);
  return highest > 4 ? 1 : highest > 2 ? 0.5 : 0.2;
}
