/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Decoded } from "./decode";
import type { Plan } from "./resize";
import type strings from "./strings.json";
import type { Traits } from "./traits";

export interface Scene {
  readonly traits: Readonly<Omit<Traits, "file">>;
  readonly decoded: Decoded;
  readonly plan: Plan;
  readonly resized: Tensor;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  /** Change the side of the resized picture; the same place of it stays in view. */
  resize(side: number): void;
  /** Look at a pixel of the resized picture, or one further on. */
  moveTo(row: number, column: number): void;
  moveBy(rows: number, columns: number): void;
  openPicture(file: File): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const PIXEL = 0;
export const STEP = 1;
export const SETTINGS = 2;
export const PICTURE = 3;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
