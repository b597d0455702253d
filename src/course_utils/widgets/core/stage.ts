/** A canvas with a window on it that a mouse, a finger or the arrow keys move. */
import { h, svg } from "./dom";
import { steering, type Cell } from "./steering";

export interface Stage {
  readonly el: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Say what the canvas shows, to who can't see it. */
  describe(text: string): void;
  /** Outline single cells and their bounding box, in cells of a canvas of that size. */
  mark(cells: readonly Cell[], height: number, width: number): void;
}

// A picture has many more cells than one wants to step through one by one.
const LEAP = 8;

/**
 * @param label its name, with what the arrow keys do
 * @param pointed the cell under the pointer, while it hovers or touches
 * @param stepped rows and columns to move by, for an arrow key
 */
export function stage(
  role: "input" | "output",
  label: string,
  pointed: (cell: Cell) => void,
  stepped: (rows: number, columns: number) => void,
): Stage {
  const canvas = h("canvas", { role: "img" });
  const marks = svg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  const el = h(
    "div",
    {
      ...steering(() => canvas, pointed, stepped, LEAP),
      class: `cw-stage cw-stage-${role}`,
      role: "application",
      "aria-label": label,
    },
    canvas,
    marks,
  );
  return {
    el,
    canvas,
    describe: (text) => canvas.setAttribute("aria-label", text),
    mark(cells, height, width) {
      if (!cells.length) return marks.replaceChildren();
      marks.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const rows = cells.map(({ row }) => row);
      const columns = cells.map(({ column }) => column);
      const [top, left] = [Math.min(...rows), Math.min(...columns)];
      const frame = { x: left, y: top, width: Math.max(...columns) - left + 1, height: Math.max(...rows) - top + 1 };
      const apart = cells.length < frame.width * frame.height; // dilation leaves gaps
      marks.replaceChildren(
        ...(apart ? cells.map(({ row, column }) => svg("rect", { class: "cw-mark-cell", x: column, y: row, width: 1, height: 1 })) : []),
        svg("rect", { class: "cw-mark-halo", ...frame }),
        svg("rect", { class: "cw-mark", ...frame }),
      );
    },
  };
}
