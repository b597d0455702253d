/** The traits of `PreprocessingExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Fit } from "./resize";
import type { Interpolation } from "./taps";

export const STEPS = ["read", "decode", "float", "resize", "batch"] as const;
export type Step = (typeof STEPS)[number];
export const SIDES = [32, 64, 96, 128, 180] as const;
export const BATCH_SIZES = [16, 32, 64] as const;

export interface Traits {
  /** The bytes of a JPEG file: raw in a live kernel, base64 in the static page. */
  file: DataView | string;
  step: Step;
  image_size: number;
  interpolation: Interpolation;
  fit: Fit;
  batch_size: number;
  /** The pixel of the resized picture that is looked at. */
  row: number;
  column: number;
}

export type ExplorerModel = Model<Traits>;
