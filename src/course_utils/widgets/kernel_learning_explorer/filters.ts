/** Kernels to look for, and to start with. */
import { blur, emboss, horizontal_edges, identity, outline, sharpen, vertical_edges } from "../../kernels.json";

export const FILTERS = { vertical_edges, horizontal_edges, outline, sharpen, blur, emboss };
export const OWN = identity;

export type FilterName = keyof typeof FILTERS;
type Sizes = typeof identity;
type Kernel = number[][];

export function pattern(filter: Sizes, size: number): Kernel {
  return filter[size as unknown as keyof Sizes];
}

/** The name of a classic filter. */
export function nameOf(kernel: Kernel): FilterName | undefined {
  const names = Object.keys(FILTERS) as FilterName[];
  return names.find((name) => `${pattern(FILTERS[name], kernel.length)}` === `${kernel}`);
}

/** Another size: the middle, or zeros around it. */
export function resized(kernel: Kernel, size: number): Kernel {
  const shift = (kernel.length - size) / 2;
  return square(size, (row, column) => kernel[row + shift]?.[column + shift] ?? 0);
}

/** Random numbers from −1 to 1, of two digits, so that a link stays short. */
export function randomKernel(size: number): Kernel {
  return square(size, () => Math.round(200 * Math.random() - 100) / 100);
}

export function square(size: number, number: (row: number, column: number) => number): Kernel {
  const range = [...Array(size).keys()];
  return range.map((row) => range.map((column) => number(row, column)));
}
