/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Cell } from "../core/steering";
import type { Translate } from "../core/strings";
import type { Axis, Settings } from "./geometry";
import type { Change, Way } from "./pooling";
import type strings from "./strings.json";
import type { FeatureMap, Traits } from "./traits";

/** What one way of pooling makes of the channel in view. */
export interface Answer {
  readonly numbers: Float32Array;
  readonly strongest: number;
  /** What the shift changed, compared with the map in its place. */
  readonly change: Change;
}

export interface Scene {
  readonly settings: Settings;
  readonly strides: Traits["strides"];
  readonly channel: number;
  /** Height, width and channels of the map and of all three outputs. */
  readonly shape: readonly [number, number, number];
  readonly outputShape: readonly [number, number, number];
  /** The channel in view, shifted, in reading order. */
  readonly numbers: Float32Array;
  readonly strongest: number;
  /** The largest distance from zero: what the full colour stands for. */
  readonly limit: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly shift: { readonly rows: number; readonly columns: number };
  /** Undefined where no window fits. */
  readonly answers: Readonly<Record<Way, Answer>> | undefined;
  readonly presets: Readonly<Record<string, FeatureMap>>;
  /** The name of the map, or "own" once a number of it was edited. */
  readonly preset: string;
  /** The current window among all, in reading order. */
  readonly windows: number;
  readonly position: number;
  readonly at: Cell;
}

export interface Actions {
  /** Change settings, here and in the kernel; the window stays where it is, or at the border. */
  change(values: Partial<Traits>): void;
  /** Put one of the maps that the widget offers in place. */
  load(name: string): void;
  edit(cell: Cell, value: number): void;
  shiftBy(rows: number, columns: number): void;
  /** Move the window to an index, by an index, to an output cell, over an input cell, or by a distance; the border stops it. */
  moveTo(position: number): void;
  step(distance: number): void;
  moveToCell(cell: Cell): void;
  moveOver(cell: Cell): void;
  moveBy(rows: number, columns: number): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

export const FARTHEST_SHIFT = 3;
export const LARGEST_NUMBER = 99;

/** What changed, from the least to the most to draw again. */
export const WINDOW = 0;
export const SETTINGS = 1;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
