/** What several trainings say together, and what one is told who would stop at an epoch. Epochs count from 1. */
import type { Metric } from "./traits";

export type Curve = readonly number[];

/** The same curve of several seeds: their mean, and the lowest and highest of them at each epoch. */
export interface Band {
  readonly mean: Curve;
  readonly low: Curve;
  readonly high: Curve;
}

export function bandOf(curves: readonly Curve[]): Band {
  const epochs = curves[0].map((_, epoch) => curves.map((curve) => curve[epoch]));
  return {
    mean: epochs.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    low: epochs.map((values) => Math.min(...values)),
    high: epochs.map((values) => Math.max(...values)),
  };
}

/** Half a digit more than the stored curves have: sums that differ by their rounding alone are equal. */
const EQUAL = 1e-9;

/** How much better one figure is than another, whether the figure is to be high or low. */
export function gain(metric: Metric, from: number, to: number): number {
  const more = metric === "accuracy" ? to - from : from - to;
  return Math.abs(more) < EQUAL ? 0 : more;
}

/** The best epoch of a curve; of several, the first. */
export function bestEpoch(metric: Metric, curve: Curve): number {
  return 1 + curve.reduce((best, value, epoch) => (gain(metric, curve[best], value) > 0 ? epoch : best), 0);
}

/** How far training is ahead of validation. */
export function gapOf(metric: Metric, training: number, validation: number): number {
  return gain(metric, validation, training);
}

/** Where a share lies with a confidence of 95 %, by Wilson's formula, after so many of so many. */
export function interval(correct: number, count: number): readonly [number, number] {
  const squared = 1.959963984540054 ** 2;
  const share = correct / count;
  const middle = (share + squared / (2 * count)) / (1 + squared / count);
  const reach = Math.sqrt(squared * ((share * (1 - share)) / count + squared / (4 * count ** 2))) / (1 + squared / count);
  return [Math.max(0, Math.min(middle - reach, share)), Math.min(1, Math.max(middle + reach, share))];
}

export interface Verdict {
  /** Before the best epoch or after it; `close` where there is next to nothing between the two, `best` at the best itself. */
  readonly kind: "early" | "late" | "close" | "best";
  readonly value: number;
  readonly best: number;
  readonly bestValue: number;
  /** How much better the best epoch is. */
  readonly missed: number;
  /** Epochs between the two. */
  readonly apart: number;
  /** The figure after the last epoch, and how much worse it is than at the best. */
  readonly endValue: number;
  readonly lost: number;
}

/** So little is chance, on a few hundred pictures. */
const CLOSE = 0.01;

/** What to say to one who would stop at an epoch of a validation curve. */
export function verdictOn(metric: Metric, validation: Curve, stopped: number): Verdict {
  const best = bestEpoch(metric, validation);
  const [value, bestValue, endValue] = [validation[stopped - 1], validation[best - 1], validation.at(-1)!];
  const missed = gain(metric, value, bestValue);
  const side = stopped < best ? "early" : "late";
  const kind = stopped === best ? "best" : missed < CLOSE - EQUAL ? "close" : side;
  return { kind, value, best, bestValue, missed, apart: Math.abs(best - stopped), endValue, lost: gain(metric, endValue, bestValue) };
}
