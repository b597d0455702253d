/** From traits to the stack and the unit that the views show. */
import type { Tensor } from "../core/tensor";
import { halfSize, pathfinder, spanOf } from "./paths";
import type { Sight, Unit } from "./scene";
import { middleOf, nearest, tiersOf, type Layer, type Tier } from "./stack";

export interface Tiers {
  readonly rows: readonly Tier[];
  readonly columns: readonly Tier[];
}

/** The stack along both sides of the picture, as far as it fits both. */
export function tiersOver(layers: readonly Layer[], { shape: [height, width] }: Tensor): Tiers {
  const [rows, columns] = [tiersOf(layers, height), tiersOf(layers, width)];
  const fitting = Math.min(rows.length, columns.length);
  return { rows: rows.slice(0, fitting), columns: columns.slice(0, fitting) };
}

/** The unit at a place that exists: what is out of bounds goes to the border. */
export function within({ rows, columns }: Tiers, { layer, row, column }: Unit): Unit | undefined {
  if (rows.length === 0) return undefined;
  const at = clamp(layer, rows.length);
  return { layer: at, row: clamp(row, rows[at].units), column: clamp(column, columns[at].units) };
}

/** The unit of a layer that looks where another one looks. */
export function lookingAt({ rows, columns }: Tiers, layer: number, y: number, x: number): Unit | undefined {
  if (rows.length === 0) return undefined;
  const at = clamp(layer, rows.length);
  return { layer: at, row: nearest(rows[at], y), column: nearest(columns[at], x) };
}

/** The middle of what a unit sees, in pixels from the top left. */
export function placeOf({ rows, columns }: Tiers, { layer, row, column }: Unit): { y: number; x: number } {
  return { y: middleOf(rows[layer], row), x: middleOf(columns[layer], column) };
}

/** A function that finds what a unit sees; its answer holds until it is asked again. */
export function seer(): (tiers: Tiers, unit: Unit) => Sight {
  const [alongRows, alongColumns] = [pathfinder(), pathfinder()];
  return (tiers, { layer, row, column }) => {
    const rows = alongRows(tiers.rows, layer, row);
    const columns = alongColumns(tiers.columns, layer, column);
    const [vertical, horizontal] = [spanOf(rows[0], tiers.rows[0].cells), spanOf(columns[0], tiers.columns[0].cells)];
    return {
      rows,
      columns,
      span: vertical && horizontal && { rows: vertical, columns: horizontal },
      half: halfSize(rows[0], columns[0]),
    };
  };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
