/** The traits of `TrainingCurvesExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";

/** How many pictures the stored trainings learn from, as `course_utils.runs` has it. */
export const SIZES = { pets: [200, 1000], photos: [200, 2000] } as const;
export type Data = keyof typeof SIZES;

export const METRICS = ["accuracy", "loss"] as const;
export type Metric = (typeof METRICS)[number];

/** What makes a training differ from another, but for its seed. */
export interface Setting {
  readonly data: Data;
  readonly pictures: number;
  readonly augment: boolean;
  readonly dropout: boolean;
}

/** A stored training. Its curves are thousandths, one an epoch, with spaces between. */
export interface RunTrait {
  /** Such as `pets-1000-both-0`. */
  readonly name: string;
  readonly accuracy: string;
  readonly loss: string;
  readonly val_accuracy: string;
  readonly val_loss: string;
  /** The epoch whose weights were tested. */
  readonly best: number;
  /** How many test pictures it got right, and how many there are. */
  readonly test: readonly [number, number];
  /** What an epoch took. */
  readonly seconds: number;
}

export interface Traits {
  runs: readonly RunTrait[];
  data: Data;
  pictures: number;
  augment: boolean;
  dropout: boolean;
  metric: Metric;
  /** Counted from 1. */
  epoch: number;
  /** The pinned setting, such as `pets-1000-plain`, or nothing. */
  compare: string;
  ask: boolean;
  /** Where the reader would stop, or 0 as long as nothing is said. */
  stopped: number;
}

export type ExplorerModel = Model<Traits>;
