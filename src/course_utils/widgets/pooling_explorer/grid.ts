/** Numbers in rows and columns as real text, steered with a pointer or the arrow keys, with marks laid over some cells. */
import { h, uniqueId, type Attributes } from "../core/dom";
import type { Cell } from "../core/steering";

export interface Look {
  readonly text: string;
  readonly class: string;
  /** Strength of the tint, 0 to 1. */
  readonly tint: number;
  /** What a screen reader says where the text alone would mislead. */
  readonly label?: string;
}

export interface Area extends Cell {
  readonly size: number;
}

export type NumberGrid = ReturnType<typeof numberGrid>;

/** @param marks elements that lie over cells, placed by `place` */
export function numberGrid(attributes: Attributes, marks: readonly HTMLElement[]) {
  const el = h("div", { role: "grid", ...attributes, class: "cw-cells" });
  const prefix = uniqueId("cell");
  let cells: HTMLElement[][] = [];

  function build(rows: number, columns: number): void {
    cells = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const style = `grid-area: ${row + 1} / ${column + 1}`;
        return h("div", { role: "gridcell", id: `${prefix}-${row}-${column}`, style });
      }),
    );
    el.replaceChildren(...cells.map((row) => h("div", { role: "row", class: "cw-row" }, ...row)), ...marks);
  }

  return {
    el,
    /** Write every cell. */
    fill(rows: number, columns: number, look: (row: number, column: number) => Look): void {
      if (cells.length !== rows || cells[0]?.length !== columns) build(rows, columns);
      for (const [row, items] of cells.entries()) for (const [column, cell] of items.entries()) dress(cell, look(row, column));
    },
    /** Say which cell is the current one, and which are selected. */
    select(at: Cell | undefined, selected: (row: number, column: number) => boolean): void {
      if (at) el.setAttribute("aria-activedescendant", `${prefix}-${at.row}-${at.column}`);
      else el.removeAttribute("aria-activedescendant");
      cells.forEach((items, row) =>
        items.forEach((cell, column) => cell.setAttribute("aria-selected", String(selected(row, column)))),
      );
    },
  };
}

function dress(cell: HTMLElement, { text, class: name, tint, label }: Look): void {
  if (cell.textContent !== text) cell.textContent = text;
  if (cell.className !== name) cell.className = name;
  cell.style.setProperty("--tint", tint.toFixed(3));
  if (label) cell.setAttribute("aria-label", label);
  else cell.removeAttribute("aria-label");
}

/** Lay a mark over a square of cells, or take it away. */
export function place(mark: HTMLElement, area: Area | undefined): void {
  mark.hidden = !area;
  if (area) mark.style.gridArea = `${area.row + 1} / ${area.column + 1} / span ${area.size} / span ${area.size}`;
}

/** The cell under an event of a grid. */
export function cellAt(event: Event): Cell | undefined {
  const found = (event.target as Element).closest<HTMLElement>("[role=gridcell]");
  const numbers = found?.id.match(/-(\d+)-(\d+)$/);
  return numbers ? { row: Number(numbers[1]), column: Number(numbers[2]) } : undefined;
}
