/** A stack of layers along one side of the picture: how many units each has, how far each sees, where each stands. */
import { samePadding, type Padding } from "../core/ops";

export interface Layer {
  readonly type: "conv" | "pool";
  readonly kernel_size: number;
  readonly strides: number;
  readonly dilation_rate: number;
  readonly padding: Padding;
}

/** What a layer may be, as in Python. */
export const MOST_LAYERS = 8;
export const BOUNDS = { kernel_size: [1, 7], strides: [1, 3], dilation_rate: [1, 8] } as const;

/** A layer in its place, along one side. */
export interface Tier {
  readonly layer: Layer;
  /** The units (or pixels) that it looks at, and its own. */
  readonly cells: number;
  readonly units: number;
  /** Cells of padding before the first one. */
  readonly before: number;
  /** Pixels that a unit sees from first to last, where no border cuts, and from its field to its neighbour's. */
  readonly field: number;
  readonly jump: number;
  /** The middle of the first unit's field, in pixels from the picture's edge. */
  readonly start: number;
}

/** The layers as far as they fit: the first window larger than what it should look at ends the list. */
export function tiersOf(layers: readonly Layer[], pixels: number): Tier[] {
  const tiers: Tier[] = [];
  let [cells, field, jump, start] = [pixels, 1, 1, 0.5];
  for (const layer of layers) {
    const { kernel_size, strides, dilation_rate, padding } = layer;
    const units = unitsOf(layer, cells);
    if (units < 1) break;
    const before = padding === "same" ? samePadding(cells, kernel_size, strides, dilation_rate).before : 0;
    start += ((covered(layer) - 1) / 2 - before) * jump;
    field += (covered(layer) - 1) * jump;
    jump *= strides;
    tiers.push({ layer, cells, units, before, field, jump, start });
    cells = units;
  }
  return tiers;
}

/** As Keras computes it; not positive where no window fits. */
export function unitsOf(layer: Layer, cells: number): number {
  if (layer.padding === "same") return Math.ceil(cells / layer.strides);
  return Math.floor((cells - covered(layer)) / layer.strides) + 1;
}

/** Cells from a window's first to its last, both counted. */
export function covered({ kernel_size, dilation_rate }: Layer): number {
  return (kernel_size - 1) * dilation_rate + 1;
}

/** Where the middle of a unit's field lies, in pixels from the picture's edge. */
export function middleOf({ start, jump }: Tier, unit: number): number {
  return start + unit * jump;
}

/** The unit whose field has its middle nearest to a place. */
export function nearest(tier: Tier, place: number): number {
  return Math.max(0, Math.min(tier.units - 1, Math.round((place - tier.start) / tier.jump)));
}
