/** What the parts of the explorer look at, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Costs } from "./costs";
import type strings from "./strings.json";
import type { Traits } from "./traits";

export interface Scene extends Traits {
  readonly costs: Costs;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Freeze a block that learns, unfreeze one that is frozen. */
  toggle(block: string): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene): void;
  stop?(): void;
}
