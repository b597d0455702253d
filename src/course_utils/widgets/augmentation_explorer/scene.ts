/** All that the views of the explorer show at one moment, and what they may ask for. */
import type { Translate } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Draws } from "./draws";
import type strings from "./strings.json";
import type { Traits } from "./traits";

/** How many previews a sheet has. */
export const PREVIEWS = 9;

export interface Preview {
  readonly epoch: number;
  readonly draws: Draws;
}

export interface Scene {
  readonly traits: Readonly<Omit<Traits, "image">>;
  readonly picture: Tensor;
  readonly previews: readonly Preview[];
  /** The picture of a preview; it holds until the next is asked for. */
  develop(preview: Preview): Tensor;
}

export interface Actions {
  /** Change traits, here and in the kernel. */
  change(values: Partial<Traits>): void;
  openPicture(file: File): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;

/** What changed, from the least to the most to draw again. */
export const CHOICE = 0;
export const SHEET = 1;
export const PICTURE = 2;

export interface View {
  readonly el: HTMLElement;
  show(scene: Scene, level: number): void;
}
