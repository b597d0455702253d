/** The traits of `PoolingExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Padding } from "../core/ops";

/** Numbers by row, column and channel. */
export type FeatureMap = readonly (readonly (readonly number[])[])[];

export interface Traits {
  inputs: FeatureMap;
  pool_size: number;
  /** As large as `pool_size` where nothing is said. */
  strides: number | null;
  padding: Padding;
  channel: number;
  position: number;
  shift_rows: number;
  shift_columns: number;
  presets: Readonly<Record<string, FeatureMap>>;
}

export type ExplorerModel = Model<Traits>;
