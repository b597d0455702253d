/** What the reader may do to a stack: each edit gives a new one. */
import { CONV, POOL } from "./presets";
import { MOST_LAYERS, unitsOf, type Layer } from "./stack";

export type Stack = readonly Layer[];

/** Change one layer. Keras combines neither dilation with strides nor dilation with pooling: what was just set wins. */
export function changed(layers: Stack, index: number, values: Partial<Layer>): Stack {
  return layers.map((layer, i) => (i === index ? settled({ ...layer, ...values }, values) : layer));
}

function settled(layer: Layer, values: Partial<Layer>): Layer {
  if (layer.type === "pool") return { ...layer, dilation_rate: 1 };
  if (!clashes(layer, values)) return layer;
  return values.dilation_rate ? { ...layer, strides: 1 } : { ...layer, dilation_rate: 1 };
}

/** Whether a change of a convolution would give it strides and dilation. */
export function clashes(layer: Layer, values: Partial<Layer>): boolean {
  const { type, strides, dilation_rate } = { ...layer, ...values };
  return type === "conv" && strides > 1 && dilation_rate > 1;
}

/** A usual layer of a kind, with the padding of the one below it. */
export function usual(type: Layer["type"], layers: Stack): Layer {
  return { ...(type === "conv" ? CONV : POOL), padding: layers.at(-1)?.padding ?? "valid" };
}

/** Why a layer cannot be added to a stack whose topmost units are this many along the shorter side. */
export function obstacle(layers: Stack, layer: Layer, units: number): "full" | "no_room" | undefined {
  if (layers.length >= MOST_LAYERS) return "full";
  return unitsOf(layer, units) < 1 ? "no_room" : undefined;
}

export function without(layers: Stack, index: number): Stack {
  return layers.filter((_, i) => i !== index);
}

/** Exchange a layer with the one above it (+1) or below it (−1). */
export function moved(layers: Stack, index: number, by: 1 | -1): Stack {
  const result = [...layers];
  [result[index], result[index + by]] = [result[index + by], result[index]];
  return result;
}

export function padded(layers: Stack, padding: Layer["padding"]): Stack {
  return layers.map((layer) => ({ ...layer, padding }));
}
