/** From which input pixels an output pixel of a resized row is made, and how much of each: as TensorFlow does it. */

export const INTERPOLATIONS = ["nearest", "bilinear", "bicubic", "area"] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** A run of neighbouring input pixels and the weight of each; the weights add up to 1. */
export interface Taps {
  readonly start: number;
  readonly weights: readonly number[];
}

/** The taps of every output pixel in a row of `from` pixels that becomes one of `to` pixels. */
export function tapsOf(interpolation: Interpolation, from: number, to: number): Taps[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => TAPS[interpolation](i, scale, from));
}

const TAPS: Record<Interpolation, (i: number, scale: number, length: number) => Taps> = {
  nearest: (i, scale, length) => ({ start: Math.min(Math.floor((i + 0.5) * scale), length - 1), weights: [1] }),
  bilinear(i, scale, length) {
    const place = centre(i, scale);
    const left = Math.floor(place);
    return inside(left, [left + 1 - place, place - left], length, "repeat");
  },
  bicubic(i, scale, length) {
    const place = centre(i, scale);
    const left = Math.floor(place);
    const weights = [-1, 0, 1, 2].map((offset) => keys(Math.abs(place - left - offset)));
    return inside(left - 1, weights, length, "leave out");
  },
  area(i, scale, length) {
    const [low, high] = [i * scale, Math.min((i + 1) * scale, length)];
    const start = Math.floor(low);
    const count = Math.max(1, Math.ceil(high) - start);
    const covered = Array.from({ length: count }, (_, k) => Math.min(high, start + k + 1) - Math.max(low, start + k));
    return { start, weights: covered.map((share) => share / (high - low)) };
  },
};

/** Where the middle of output pixel i lies among the middles of the input pixels. */
function centre(i: number, scale: number): number {
  return (i + 0.5) * scale - 0.5;
}

/** Keys' cubic with a = −0.5. */
function keys(distance: number): number {
  if (distance >= 2) return 0;
  if (distance >= 1) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return (1.5 * distance - 2.5) * distance * distance + 1;
}

/** Taps beyond the edge: their weight goes to the edge's pixel, or is left out and the others grow to 1. */
function inside(first: number, weights: readonly number[], length: number, beyond: "repeat" | "leave out"): Taps {
  const last = length - 1;
  const start = Math.max(0, Math.min(last, first));
  const end = Math.max(0, Math.min(last, first + weights.length - 1));
  const kept = Array<number>(end - start + 1).fill(0);
  weights.forEach((weight, k) => {
    const place = first + k;
    const within = place >= 0 && place <= last;
    if (within || beyond === "repeat") kept[Math.max(0, Math.min(last, place)) - start] += weight;
  });
  const sum = kept.reduce((total, weight) => total + weight, 0);
  return { start, weights: kept.map((weight) => weight / sum) };
}
