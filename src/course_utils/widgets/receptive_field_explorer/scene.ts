/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import type { Levels, Span } from "./paths";
import type { Layer, Tier } from "./stack";
import type strings from "./strings.json";
import type { Traits, ViewName } from "./traits";

/** One unit of one layer; `layer` is its index in the stack. */
export interface Unit {
  readonly layer: number;
  readonly row: number;
  readonly column: number;
}

/** What the unit sees. */
export interface Sight {
  readonly rows: Levels;
  readonly columns: Levels;
  /** Undefined where it sees only padding. */
  readonly span: { readonly rows: Span; readonly columns: Span } | undefined;
  /** The side of the square that holds half of the gradient. */
  readonly half: number;
}

export interface Scene {
  readonly image: Tensor;
  readonly layers: readonly Layer[];
  /** The stack along the height and along the width, as far as it fits both. */
  readonly rows: readonly Tier[];
  readonly columns: readonly Tier[];
  /** The unit that is looked from; none where not even the first layer fits. */
  readonly unit: Unit | undefined;
  readonly sight: Sight | undefined;
  /** The layer whose settings are open. */
  readonly edited: number;
  readonly view: ViewName;
  readonly theme: Theme;
}

export interface Actions {
  change(values: Partial<Traits>): void;
  /** Set another stack, open a layer's settings; the unit keeps looking at the same place, perhaps from the top. */
  restack(layers: readonly Layer[], edited?: number, top?: boolean): void;
  edit(index: number): void;
  /** Look from a unit for as long as the pointer is there; undefined goes back to the chosen one. */
  peek(unit: Unit | undefined): void;
  choose(unit: Unit): void;
  /** Choose a neighbour of the chosen unit, or the one above or below it. */
  moveBy(rows: number, columns: number): void;
  climb(layers: number): void;
  climbTo(layer: number): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const UNIT = 0;
export const STACK = 1;
export const PICTURE = 2;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
