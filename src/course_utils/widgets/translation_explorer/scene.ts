/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Cell } from "../core/steering";
import type { Translate } from "../core/strings";
import type { Theme } from "../core/theme";
import type { Outcome, Row, Settings } from "./experiment";
import type strings from "./strings.json";
import type { Traits } from "./traits";

export interface Scene {
  readonly traits: Readonly<Traits>;
  readonly settings: Settings;
  readonly at: Cell;
  readonly outcome: Outcome;
  readonly row: Row;
  /** The strongest answer at the start: full colour. */
  readonly strongest: number;
  readonly theme: Theme;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Move the object's top left corner to a pixel, or by a distance; its centre stays in the picture. */
  moveTo(cell: Cell): void;
  moveBy(rows: number, columns: number): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const COLUMN = 0;
export const ROW = 1;
export const SETTINGS = 2;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
