/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Cell } from "../core/steering";
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import type { Settings } from "./convolution";
import type strings from "./strings.json";
import type { Traits } from "./traits";

export interface Scene {
  readonly image: Tensor;
  readonly settings: Settings;
  readonly outputs: Tensor;
  readonly filter: number;
  readonly at: Cell;
  readonly theme: Theme;
  /** Whether the sum behind the number is unfolded. */
  readonly calculation: boolean;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Move the window to an output position, or by a distance; the border stops it. */
  moveTo(cell: Cell): void;
  moveBy(rows: number, columns: number): void;
  openPicture(file: File): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const WINDOW = 0;
export const FILTER = 1;
export const MAPS = 2;
export const PICTURE = 3;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
