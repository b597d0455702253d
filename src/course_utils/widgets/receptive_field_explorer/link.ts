/** Reader of a stack that arrives in a link. */
import type { Reader } from "../core/model";
import { choice, integer } from "../core/readers";
import { BOUNDS, MOST_LAYERS, type Layer } from "./stack";

const PARTS: { [Name in keyof Layer]: Reader<Layer[Name]> } = {
  type: choice("conv", "pool"),
  kernel_size: integer(...BOUNDS.kernel_size),
  strides: integer(...BOUNDS.strides),
  dilation_rate: integer(...BOUNDS.dilation_rate),
  padding: choice("valid", "same"),
};

export const readLayers: Reader<readonly Layer[]> = (value) => {
  if (!Array.isArray(value) || value.length < 1 || value.length > MOST_LAYERS) return undefined;
  return value.every(isLayer) ? value : undefined;
};

/** Complete, within bounds, and what Keras would run. */
function isLayer(value: unknown): value is Layer {
  if (typeof value !== "object" || value === null) return false;
  const layer = value as Record<keyof Layer, unknown>;
  const names = Object.keys(PARTS) as (keyof Layer)[];
  if (Object.keys(layer).length !== names.length || names.some((name) => PARTS[name](layer[name]) === undefined)) return false;
  return layer.dilation_rate === 1 || (layer.type === "conv" && layer.strides === 1);
}
