/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Gallery } from "./gallery";
import type { Neighbour } from "./neighbours";
import type strings from "./strings.json";
import type { Expected, Space, Traits } from "./traits";

export interface Scene {
  readonly gallery: Gallery;
  /** All thumbnails on one sheet, once they are decoded. */
  readonly sheet: ImageBitmap | undefined;
  readonly index: number;
  readonly k: number;
  readonly near: Readonly<Record<Space, readonly Neighbour[]>>;
  /** How many of them have the class of the picture. */
  readonly same: Readonly<Record<Space, number>>;
  /** Their share over all pictures. */
  readonly shares: Readonly<Record<Space, number>>;
  readonly ask: boolean;
  /** The reader has yet to say what to expect: no neighbour is shown. */
  readonly asking: boolean;
  readonly answer: Expected | "";
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const CHOICE = 0;
export const PICTURES = 1;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
  stop?(): void;
}
