/** What every window answers, filled as far as the reader has stepped. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { steering } from "../core/steering";
import { numberGrid } from "./grid";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

const LONGEST = 5;

export function outputView(text: Text, actions: Actions): View {
  let side = 0;
  let shown: string[][] = [];
  const size = h("span", { class: "cw-size" });
  const grid = numberGrid({
    "aria-label": text("output_grid"),
    ...steering(() => ({ height: side, width: side }), actions.moveToCell, actions.moveBy),
  });
  const border = h("div", { class: "cw-lost" }, grid.el);
  const el = h("figure", { class: "cw-figure cw-figure-output" }, h("figcaption", {}, text("output"), size), border);
  return {
    el,
    show(now, level) {
      side = now.outputs.length;
      if (level >= SETTINGS) {
        el.hidden = side === 0;
        shown = answers(now);
        size.textContent = `${side} × ${side}`;
        border.style.setProperty("--before", String(Math.floor(lostLines(now) / 2)));
        border.style.setProperty("--after", String(Math.ceil(lostLines(now) / 2)));
      }
      grid.fill(side, (row, column) => ({
        text: shown[row][column],
        class: row * side + column <= now.position ? "cw-done" : "",
      }));
      const { at } = now;
      grid.mark(side > 0 ? { ...at, size: 1 } : undefined, undefined, (row, column) => row === at.row && column === at.column);
    },
  };
}

/** The answers with two digits behind the point, or with fewer where the cells need short ones; the sum has both. */
export function answers({ outputs }: Scene): string[][] {
  const written = (digits: number) => outputs.map((row) => row.map((answer) => trimmed(answer, digits)));
  return [2, 1].map(written).find((texts) => longest(texts) <= LONGEST) ?? written(0);
}

export function longest(texts: readonly (readonly string[])[]): number {
  return Math.max(...texts.flat().map((text) => text.length));
}

/** Rows lost at the border, to be drawn around the output: with strides of 1, each answer stands where its window's centre was. */
export function lostLines({ settings, axis, windows }: Scene): number {
  return windows > 0 && settings.padding === "valid" && settings.strides === 1 ? axis.covered - 1 : 0;
}
