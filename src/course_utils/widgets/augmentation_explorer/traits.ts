/** The traits of `AugmentationExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { PictureTrait } from "../core/pictures";
import type { Interpolation } from "./affine";
import type { FillMode } from "./folds";

export const FLIPS = ["none", "horizontal", "vertical", "horizontal_and_vertical"] as const;
export const FILL_MODES = ["reflect", "wrap", "constant", "nearest"] as const satisfies readonly FillMode[];
export const INTERPOLATIONS = ["bilinear", "nearest"] as const satisfies readonly Interpolation[];

/** What shapes the transformations. */
export interface Settings {
  flip: (typeof FLIPS)[number];
  rotation: number;
  zoom_height: number;
  zoom_width: number;
  keep_aspect: boolean;
  translation_height: number;
  translation_width: number;
  contrast: number;
  brightness: number;
  fill_mode: FillMode;
  interpolation: Interpolation;
  seed: number;
}

export interface Traits extends Settings {
  image: PictureTrait;
  training: boolean;
  /** The first of the nine epochs on the sheet, from 1. */
  epoch: number;
  /** Which of the nine is looked at, from 0. */
  preview: number;
}

export type ExplorerModel = Model<Traits>;

export const SETTINGS = [
  "flip",
  "rotation",
  "zoom_height",
  "zoom_width",
  "keep_aspect",
  "translation_height",
  "translation_width",
  "contrast",
  "brightness",
  "fill_mode",
  "interpolation",
  "seed",
] as const satisfies readonly (keyof Settings)[];

/** How many different series of draws there are. */
export const SEEDS = 1000;

/** The last epoch at which a sheet may begin. */
export const LAST_EPOCH = 991;

/** The largest factor of each layer. */
export const MOST = {
  rotation: 0.5,
  zoom_height: 0.9,
  zoom_width: 0.9,
  translation_height: 0.5,
  translation_width: 0.5,
  contrast: 0.9,
  brightness: 0.9,
} as const satisfies { [Name in keyof Settings]?: number };
