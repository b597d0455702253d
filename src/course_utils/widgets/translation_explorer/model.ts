/** The traits as an experiment. */
import type { Settings } from "./experiment";
import { kernelOf } from "./network";
import { drawing, inkOf } from "./objects";
import { wholly } from "./picture";
import type { ExplorerModel, Traits } from "./traits";

/** The traits that shape an experiment; where the object is now does not. */
export const SHAPING = ["object", "item", "start_row", "start_column", "background", "kernel", "strides", "padding", "pool_size"] as const;

export function traitsOf(model: ExplorerModel): Traits {
  return Object.fromEntries([...SHAPING, "row", "column"].map((name) => [name, model.get(name as keyof Traits)])) as unknown as Traits;
}

export function settingsOf({ object, item, start_row, start_column, background, kernel, strides, padding, pool_size }: Traits): Settings {
  const ink = object === "custom" ? inkOf(item) : drawing(object);
  return {
    ink,
    start: wholly({ row: start_row, column: start_column }, ink),
    background,
    convolution: { kernel: kernelOf(kernel, ink), strides, padding },
    pool_size,
  };
}
