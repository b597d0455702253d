/** The traits of `TranslationExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Padding } from "../core/ops";
import type { KernelName } from "./network";
import type { ObjectName } from "./objects";

export interface Traits {
  object: ObjectName | "custom";
  item: number[][];
  row: number;
  column: number;
  start_row: number;
  start_column: number;
  background: number;
  kernel: KernelName;
  strides: number;
  padding: Padding;
  pool_size: number;
}

export type ExplorerModel = Model<Traits>;
