/** The traits of `KernelLearningExplorer`, as Python's class of that name declares them. */
import type { PictureTrait } from "../core/pictures";

export type Picture = "photo" | "flat" | "stripes";

export interface Traits {
  image: PictureTrait;
  picture: Picture;
  task: "filter" | "map";
  hidden: number[][];
  painted: number[][];
  kernel: number[][];
  learning_rate: number;
  momentum: number;
  steps: number;
  revealed: boolean;
  limit_shown: boolean;
}
