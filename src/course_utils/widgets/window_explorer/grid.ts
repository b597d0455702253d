/** A square of numbers as real text, steered with a pointer or the arrow keys, with a frame over some of its cells. */
import { h, uniqueId, type Attributes } from "../core/dom";
import type { Cell } from "../core/steering";

export interface Look {
  readonly text: string;
  readonly class: string;
  /** What a screen reader says where the text alone would mislead. */
  readonly label?: string;
}

export interface Frame extends Cell {
  readonly size: number;
}

export function numberGrid(attributes: Attributes) {
  const frame = h("div", { class: "cw-frame", "aria-hidden": "true" });
  const nextFrame = h("div", { class: "cw-frame cw-next", "aria-hidden": "true" });
  const el = h("div", { role: "grid", ...attributes, class: "cw-cells" });
  const prefix = uniqueId("cell");
  let cells: HTMLElement[][] = [];

  function build(size: number): void {
    cells = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => {
        const style = `grid-area: ${row + 1} / ${column + 1}`;
        return h("div", { role: "gridcell", id: `${prefix}-${row}-${column}`, style });
      }),
    );
    el.replaceChildren(...cells.map((row) => h("div", { role: "row", class: "cw-row" }, ...row)), nextFrame, frame);
    el.style.setProperty("--side", String(size));
  }

  return {
    el,
    /** Write every cell. */
    fill(size: number, look: (row: number, column: number) => Look): void {
      if (cells.length !== size) build(size);
      let longest = 1;
      for (const [row, items] of cells.entries()) {
        for (const [column, cell] of items.entries()) {
          const { text, class: name, label } = look(row, column);
          if (cell.textContent !== text) cell.textContent = text;
          if (cell.className !== name) cell.className = name;
          if (label) cell.setAttribute("aria-label", label);
          else cell.removeAttribute("aria-label");
          longest = Math.max(longest, text.length);
        }
      }
      el.style.setProperty("--digits", String(longest));
    },
    /** Frame a square of cells and, more faintly, the next one; select the cells that `chosen` names. */
    mark(at: Frame | undefined, next: Frame | undefined, chosen: (row: number, column: number) => boolean): void {
      place(frame, at);
      place(nextFrame, next);
      if (at) el.setAttribute("aria-activedescendant", `${prefix}-${at.row}-${at.column}`);
      else el.removeAttribute("aria-activedescendant");
      cells.forEach((items, row) =>
        items.forEach((cell, column) => cell.setAttribute("aria-selected", String(chosen(row, column)))),
      );
    },
  };
}

function place(frame: HTMLElement, at: Frame | undefined): void {
  frame.hidden = !at;
  if (at) frame.style.gridArea = `${at.row + 1} / ${at.column + 1} / span ${at.size} / span ${at.size}`;
}
