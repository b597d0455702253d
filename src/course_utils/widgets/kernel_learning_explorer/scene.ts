/** All that the views show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import type { Learning } from "./learning";
import type { Posed } from "./problem";
import type strings from "./strings.json";
import type { Traits } from "./traits";

export interface Scene {
  readonly traits: Traits;
  readonly posed: Posed;
  readonly learning: Learning;
  /** What the kernel answers, and what that lacks. */
  readonly now: Tensor;
  readonly error: Tensor;
  /** The learning rate beyond which the loss explodes. */
  readonly limit: number;
  readonly running: boolean;
  readonly theme: Theme;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Change what is to be learned, or from where: learning stops, and starts anew. */
  pose(values: Partial<Traits>): void;
  /** Do that many steps more. */
  step(count: number): void;
  /** Run, or pause. */
  run(): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const STEP = 0;
export const REPLAY = 1;
export const PROBLEM = 2;

export interface View {
  readonly els: readonly HTMLElement[];
  show(scene: Scene, level: number): void;
  stop?(): void;
}
