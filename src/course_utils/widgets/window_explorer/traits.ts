/** The traits of `WindowExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Padding } from "../core/ops";

export type Rows = readonly (readonly number[])[];

export interface Traits {
  inputs: Rows;
  kernel: Rows;
  input_size: number;
  kernel_size: number;
  strides: number;
  padding: Padding;
  dilation_rate: number;
  position: number;
}

export type ExplorerModel = Model<Traits>;
