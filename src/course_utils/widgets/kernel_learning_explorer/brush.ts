/** The target map as something to paint on, in blocks: by pointer, or by arrow keys and the space bar. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { speaker } from "../core/speaker";
import { steering, type Cell } from "../core/steering";
import type { Actions, Scene, Text } from "./scene";

const LEAP = 3;

export function brush(text: Text, actions: Actions) {
  let painted: number[][];
  let at: Cell = { row: 0, column: 0 };
  let pressed = false;
  let colour = 0;
  const spoken = speaker();
  const cursor = h("div");

  function moveTo(cell: Cell): void {
    const last = painted.length - 1;
    const [row, column] = [cell.row, cell.column].map((index) => Math.max(0, Math.min(last, index)));
    at = { row, column };
    cursor.style.inset = [row, last - column, last - row, column].map((cells) => `${(cells / painted.length) * 100}%`).join(" ");
    spoken.say(`${row + 1}, ${column + 1}: ${trimmed(painted[row][column])}`);
  }
  function paint(): void {
    if (painted[at.row][at.column] === colour) return;
    painted = painted.map((row) => [...row]);
    painted[at.row][at.column] = colour;
    actions.change({ painted });
  }
  /** A stroke has the colour that its first cell turns into: +1 on paper, −1 on +1, paper on −1. */
  function begin(): void {
    const old = painted[at.row][at.column];
    colour = old > 0 ? -1 : old < 0 ? 0 : 1;
    paint();
  }

  const surface = h("div", {
    ...steering(
      () => ({ height: painted.length, width: painted.length }),
      (cell) => {
        moveTo(cell);
        if (pressed) paint();
      },
      (rows, columns) => moveTo({ row: at.row + rows, column: at.column + columns }),
      LEAP,
    ),
    class: "cw-surface",
    role: "application",
    "aria-label": text("canvas"),
  }, cursor);
  const listen = (type: "pointerdown" | "pointerup" | "pointerleave", listener: () => void) => surface.addEventListener(type, listener);
  listen("pointerdown", () => { // after the cell under it is known
    pressed = true;
    begin();
  });
  listen("pointerup", () => (pressed = false));
  listen("pointerleave", () => (pressed = false));
  surface.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    begin();
  });
  return {
    els: [surface, spoken.el],
    stop: spoken.stop,
    show({ traits }: Scene): void {
      painted = traits.painted;
      surface.hidden = traits.task !== "map";
      moveTo(at);
    },
  };
}
