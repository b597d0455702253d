/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Cell } from "../core/steering";
import type { Translate } from "../core/strings";
import type { Axis, Settings } from "./geometry";
import type strings from "./strings.json";
import type { Rows, Traits } from "./traits";

export interface Scene {
  /** The numbers in use: as many rows and columns as the settings say. */
  readonly inputs: Rows;
  readonly kernel: Rows;
  readonly outputs: Rows;
  readonly settings: Settings;
  /** Rows and columns alike, since the input is square. */
  readonly axis: Axis;
  /** The current window among all, in reading order. */
  readonly position: number;
  readonly windows: number;
  readonly at: Cell;
  /** The most that the sizes can be: the sides of the arrays. */
  readonly limits: { readonly input_size: number; readonly kernel_size: number };
}

export interface Actions {
  /** Change settings, here and in the kernel; the window stays where it is, or at the border. */
  change(values: Partial<Traits>): void;
  edit(cell: Cell, weight: number): void;
  /** Move the window to an index, by an index, to an output position, or by a distance; the border stops it. */
  moveTo(position: number): void;
  step(distance: number): void;
  moveToCell(cell: Cell): void;
  moveBy(rows: number, columns: number): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const WINDOW = 0;
export const SETTINGS = 1;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
