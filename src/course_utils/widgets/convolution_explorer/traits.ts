/** The traits of `ConvolutionExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Padding } from "../core/ops";
import type { PictureTrait } from "../core/pictures";
import type { KernelTrait } from "./kernel";

export interface Traits {
  image: PictureTrait;
  kernel: KernelTrait;
  bias: number[];
  strides: number;
  padding: Padding;
  dilation_rate: number;
  activation: "linear" | "relu";
  filter: number;
  row: number;
  column: number;
  calculation: boolean;
}

export type ExplorerModel = Model<Traits>;
