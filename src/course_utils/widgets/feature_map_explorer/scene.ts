/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import type { Box, Cell } from "./cells";
import type { Net } from "./net";
import type strings from "./strings.json";

export interface Scene {
  readonly net: Net;
  readonly picture: Tensor;
  /** What each layer answers. */
  readonly outputs: readonly Tensor[];
  readonly labels: readonly string[];
  /** What the picture is, where that is known: not once the reader has drawn on it. */
  readonly truth?: string;
  readonly cell: Cell;
  /** What the cell sees of the picture, and of the layer before. */
  readonly field: Box;
  readonly patch: Box;
  /** The example that was picked, and whether it is still as it was. */
  readonly example: number;
  readonly untouched: boolean;
  readonly theme: Theme;
}

export interface Actions {
  /** The chosen cell as it is now: keys may come faster than frames, which show a scene that is over. */
  cell(): Cell;
  /** Choose a cell; what lies beyond a border moves to it, what is left out stays. */
  choose(cell: Partial<Cell>): void;
  pick(example: number): void;
  /** The picture was drawn on. */
  drawn(): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const CELL = 0;
export const PICTURE = 1;
export const NET = 2;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
