/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Band } from "./statistics";
import type strings from "./strings.json";
import type { Training } from "./trainings";
import type { Metric, Setting, Traits } from "./traits";

/** The two curves of a training in view. */
export interface Pair {
  readonly training: Band;
  readonly validation: Band;
}

export interface Scene {
  readonly all: readonly Training[];
  readonly now: Training;
  readonly pinned: Training | undefined;
  readonly metric: Metric;
  readonly epoch: number;
  /** The reader has yet to say where to stop: nothing shows what comes after the cursor. */
  readonly asking: boolean;
  readonly ask: boolean;
  /** Where the reader would stop, or 0. */
  readonly stopped: number;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Change one part of the setting, and what must change with it. */
  choose<Name extends keyof Setting>(name: Name, value: Setting[Name]): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const EPOCH = 0;
export const CURVES = 1;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
  stop?(): void;
}

export function pairOf(training: Training, metric: Metric): Pair {
  return { training: training[metric], validation: training[`val_${metric}`] };
}
