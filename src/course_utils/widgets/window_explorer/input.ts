/** The input with its padding, the current window on it, and marks on what no window sees. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { steering } from "../core/steering";
import { nearestWindow } from "./geometry";
import { numberGrid, type Frame, type Look } from "./grid";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

export function inputView(text: Text, actions: Actions): View {
  let scene: Scene;
  const size = h("span", { class: "cw-size" });
  const grid = numberGrid({
    "aria-label": text("input_grid"),
    "aria-multiselectable": "true",
    ...steering(
      () => ({ height: paddedSide(scene), width: paddedSide(scene) }),
      ({ row, column }) => {
        const { axis } = scene;
        actions.moveToCell({ row: nearestWindow(axis, row - axis.before), column: nearestWindow(axis, column - axis.before) });
      },
      actions.moveBy,
    ),
  });

  function draw(now: Scene): void {
    const { before } = now.axis;
    const [n, padded] = [now.inputs.length, paddedSide(now)];
    const look = lookOf(now, text);
    grid.fill(padded, (row, column) => look(row - before, column - before));
    size.textContent = padded > n ? `${n} × ${n} → ${padded} × ${padded}` : `${n} × ${n}`;
  }

  return {
    el: h("figure", { class: "cw-figure cw-figure-input" }, h("figcaption", {}, text("input"), size), grid.el),
    show(now, level) {
      scene = now;
      if (level >= SETTINGS) draw(now);
      const { axis, at, position } = now;
      const rows = axis.windows[at.row] ?? [];
      const columns = axis.windows[at.column] ?? [];
      grid.mark(frameAt(now, position), frameAt(now, position + 1), (row, column) =>
        rows.includes(row - axis.before) && columns.includes(column - axis.before),
      );
    },
  };
}

/** Cells along a side, padding included. */
export function paddedSide({ axis, inputs }: Scene): number {
  return axis.before + inputs.length + axis.after;
}

/** The frame of a window, if there is one of that index. */
function frameAt({ axis, windows }: Scene, position: number): Frame | undefined {
  if (position >= windows) return undefined;
  const side = axis.windows.length;
  const first = (index: number) => axis.windows[index][0] + axis.before;
  return { row: first(Math.floor(position / side)), column: first(position % side), size: axis.covered };
}

/** How each cell looks, counted from the first cell of the input; padding lies outside. */
function lookOf({ inputs, axis }: Scene, text: Text): (row: number, column: number) => Look {
  const n = inputs.length;
  const unused = new Set([...axis.skipped, ...axis.leftOver]);
  const first = new Set(axis.windows.map((window) => window[0]));
  // Padding comes in pairs, before and after; what is left after them is the odd row or column.
  const odd = (cell: number) => cell >= n + axis.before;
  const outside = (cell: number) => cell < 0 || cell >= n;
  return (row, column) => {
    const start = first.has(row) && first.has(column) ? " cw-start" : "";
    if (outside(row) || outside(column)) {
      const name = odd(row) || odd(column) ? "cw-padding cw-odd" : "cw-padding";
      return { text: "0", class: name + start, label: text("zero_cell") };
    }
    const number = trimmed(inputs[row][column]);
    if (unused.has(row) || unused.has(column)) return { text: number, class: "cw-unused", label: text("unused_cell", { number }) };
    return { text: number, class: start.trim() };
  };
}
