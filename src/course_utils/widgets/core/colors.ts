/** Colour of numbers: rose below zero, paper at zero, the colour of its role above. */
import type { Theme } from "./theme";

export type Role = "input" | "kernel" | "output";
type Rgb = readonly [number, number, number];

const PAPER: Record<Theme, Rgb> = { light: [255, 255, 255], dark: [20, 24, 31] };
const NEGATIVE: Record<Theme, Rgb> = { light: [190, 18, 60], dark: [251, 113, 133] };
const POSITIVE: Record<Theme, Record<Role, Rgb>> = {
  light: { input: [180, 83, 9], kernel: [15, 118, 110], output: [67, 56, 202] },
  dark: { input: [251, 191, 36], kernel: [94, 234, 212], output: [165, 180, 252] },
};

const STEPS = 255;
const cache = new Map<string, Uint32Array>();

/** 511 pixels (little-endian RGBA) from −1 through 0 (the middle) to +1. */
export function diverging(theme: Theme, role: Role): Uint32Array {
  const key = theme + role;
  let table = cache.get(key);
  if (!table) {
    table = new Uint32Array(2 * STEPS + 1);
    for (let step = -STEPS; step <= STEPS; step++) {
      const [r, g, b] = mix(theme, role, step / STEPS);
      table[step + STEPS] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
    cache.set(key, table);
  }
  return table;
}

/** CSS background for a number from −1 to 1, pale enough for text on it. */
export function tint(theme: Theme, role: Role, value: number): string {
  const [r, g, b] = mix(theme, role, Math.max(-1, Math.min(1, value)) * 0.3);
  return `rgb(${r} ${g} ${b})`;
}

function mix(theme: Theme, role: Role, value: number): Rgb {
  const end = value < 0 ? NEGATIVE[theme] : POSITIVE[theme][role];
  const weight = Math.abs(value);
  return PAPER[theme].map((zero, i) => Math.round(zero + (end[i] - zero) * weight)) as unknown as Rgb;
}
