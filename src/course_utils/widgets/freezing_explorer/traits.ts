/** The traits of `FreezingExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";

export interface Traits {
  /** The blocks that learn. */
  unfrozen: string[];
  /** BatchNormalization stays in inference mode even where a block learns. */
  freeze_batch_norm: boolean;
}

export type ExplorerModel = Model<Traits>;
