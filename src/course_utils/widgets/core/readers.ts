/** Readers of traits that arrive in a link: what is out of bounds is refused, never guessed. */
import type { Reader } from "./model";

export function integer(low: number, high: number): Reader<number> {
  return (value) => (Number.isInteger(value) && (value as number) >= low && (value as number) <= high ? (value as number) : undefined);
}

export function choice<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return (value) => allowed.find((item) => item === value);
}

export const flag: Reader<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

export function numbers(low: number, high: number): Reader<number[]> {
  const fits = (item: unknown) => typeof item === "number" && item >= low && item <= high;
  return (value) => (Array.isArray(value) && value.length > 0 && value.every(fits) ? (value as number[]) : undefined);
}

/** Rows of numbers, as many rows as columns. */
export function square(sides: readonly [number, number], range: readonly [number, number]): Reader<number[][]> {
  const row = numbers(...range);
  return (value) => {
    if (!Array.isArray(value) || value.length < sides[0] || value.length > sides[1]) return undefined;
    return value.every((item) => row(item)?.length === value.length) ? (value as number[][]) : undefined;
  };
}
