/** The traits of `ReceptiveFieldExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { PictureTrait } from "../core/pictures";
import type { Layer } from "./stack";

export type ViewName = "theoretical" | "effective" | "both";

export interface Traits {
  layers: readonly Layer[];
  image: PictureTrait;
  layer: number;
  row: number;
  column: number;
  view: ViewName;
}

export type ExplorerModel = Model<Traits>;
