/** Every layer as maps to look at: numbers in a row are folded into one map. */
import type { Tensor } from "../core/tensor";
import type { Box, Cell } from "./cells";
import { shapeBefore } from "./cells";
import type { Net } from "./net";

// More numbers than these in a row would be too small to see.
const LONGEST = 32;
const FOLDED = 16;

/** (rows, columns, maps) of a layer. A Flatten keeps one row for each place, its channels side by side. */
export function foldedShape(net: Net, layer: number): readonly [number, number, number] {
  const { kind, shape } = net.layers[layer];
  if (shape.length === 3) return shape as unknown as [number, number, number];
  const before = shapeBefore(net, layer);
  const [units] = shape;
  const columns = kind === "Flatten" && before.length === 3 ? before[2] : units > LONGEST && units % FOLDED === 0 ? FOLDED : units;
  return [units / columns, columns, 1];
}

export function folded(net: Net, layer: number, { data }: Tensor): Tensor {
  return { data, shape: foldedShape(net, layer) };
}

/** Where a cell stands on its folded map, and back. */
export function placeOf(net: Net, { layer, row, column }: Cell): { row: number; column: number } {
  if (net.layers[layer].shape.length === 3) return { row, column };
  const [, columns] = foldedShape(net, layer);
  return { row: Math.floor(column / columns), column: column % columns };
}

export function cellAt(net: Net, layer: number, { row, column }: { row: number; column: number }): { row: number; column: number } {
  if (net.layers[layer].shape.length === 3) return { row, column };
  const [rows, columns] = foldedShape(net, layer);
  return { row: 0, column: limited(row, rows) * columns + limited(column, columns) };
}

/** A part of a layer on its folded map: all of it, or one number of a row. */
export function foldedBox(net: Net, layer: number, box: Box): Box {
  if (layer < 0 || net.layers[layer].shape.length === 3) return box;
  const [bottom, right] = foldedShape(net, layer);
  if (box.right - box.left > 1) return { top: 0, left: 0, bottom, right };
  const { row, column } = placeOf(net, { layer, channel: 0, row: 0, column: box.left });
  return { top: row, left: column, bottom: row + 1, right: column + 1 };
}

export function limited(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
