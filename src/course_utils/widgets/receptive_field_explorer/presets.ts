/** Stacks that are worth a look. */
import type { Layer } from "./stack";

export const CONV: Layer = { type: "conv", kernel_size: 3, strides: 1, dilation_rate: 1, padding: "valid" };
export const POOL: Layer = { type: "pool", kernel_size: 2, strides: 2, dilation_rate: 1, padding: "valid" };

const same = (layer: Layer): Layer => ({ ...layer, padding: "same" });
const dilated = (dilation_rate: number): Layer => ({ ...CONV, dilation_rate });

export const PRESETS = {
  convnet: [CONV, POOL, CONV, POOL, CONV],
  three: [CONV, CONV, CONV],
  eight: Array<Layer>(8).fill(CONV),
  strided: Array<Layer>(3).fill({ ...CONV, strides: 2 }),
  dilated: [1, 2, 4, 8].map(dilated),
  vgg: [CONV, CONV, POOL, CONV, CONV, POOL].map(same),
} as const satisfies Record<string, readonly Layer[]>;

export type Preset = keyof typeof PRESETS;
export const NAMES = Object.keys(PRESETS) as Preset[];

export function presetOf(layers: readonly Layer[]): Preset | undefined {
  return NAMES.find((name) => PRESETS[name].length === layers.length && PRESETS[name].every((layer, i) => alike(layer, layers[i])));
}

function alike(one: Layer, other: Layer): boolean {
  return (Object.keys(CONV) as (keyof Layer)[]).every((key) => one[key] === other[key]);
}
