/** The kernel, to be edited, and the sum that it makes of the numbers in the window. */
import { KEYS_STAY_HERE, type Control } from "../core/controls";
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

const LARGEST = 99;

export function kernelView(text: Text, actions: Actions): View {
  const weights = h("div", { class: "cw-weights" });
  const sum = h("div", { class: "cw-products" });
  const sumFigure = h("figure", { class: "cw-figure" }, h("figcaption", {}, text("sum")), sum);
  let inputs: Control<number>[] = [];

  function build(size: number): void {
    inputs = Array.from({ length: size * size }, (_, i) => {
      const cell = { row: Math.floor(i / size), column: i % size };
      return weightInput(text("weight", cell), (weight) => actions.edit(cell, weight));
    });
    weights.replaceChildren(...inputs.map((input) => input.el));
  }

  return {
    el: h(
      "div",
      { class: "cw-middle" },
      h("figure", { class: "cw-figure cw-figure-kernel" }, h("figcaption", {}, text("kernel")), weights),
      sumFigure,
    ),
    show(now, level) {
      const size = now.kernel.length;
      if (level >= SETTINGS) {
        if (inputs.length !== size * size) build(size);
        now.kernel.flat().forEach((weight, i) => inputs[i].show(weight));
        weights.style.setProperty("--side", String(size));
      }
      sumFigure.hidden = now.windows === 0;
      if (now.windows > 0) sum.replaceChildren(...written(now));
    },
  };
}

function weightInput(label: string, edited: (weight: number) => void): Control<number> {
  let weight = 0;
  const el = h("input", {
    type: "number",
    step: "any",
    min: -LARGEST,
    max: LARGEST,
    "aria-label": label,
    ...KEYS_STAY_HERE,
    oninput: () => {
      if (!Number.isFinite(el.valueAsNumber)) return; // a minus sign alone, say: more is to come
      weight = Math.max(-LARGEST, Math.min(LARGEST, el.valueAsNumber));
      edited(weight);
    },
    onchange: () => (el.value = String(weight)),
  });
  return {
    el,
    show(value) {
      weight = value;
      if (document.activeElement !== el) el.value = String(value);
    },
  };
}

/** "3·1 + 1·1 + … = 9", a row of the window in each line. */
function written({ inputs, kernel, outputs, axis, at }: Scene): HTMLElement[] {
  const columns = axis.windows[at.column];
  const lines = axis.windows[at.row].map((row, i) =>
    h("div", {}, ...columns.map((column, j) => {
      const last = i + j === 2 * (kernel.length - 1);
      return h("span", {}, product(inputs[row]?.[column], kernel[i][j]), last ? "" : " +");
    })),
  );
  return [...lines, h("strong", { class: "cw-total" }, `= ${trimmed(outputs[at.row][at.column])}`)];
}

/** A number of the window, undefined in the padding, times its weight. */
function product(number: number | undefined, weight: number): HTMLElement {
  const name = number === undefined ? "cw-padding" : "";
  return h("span", { class: name }, h("b", {}, trimmed(number ?? 0)), "·", h("i", {}, signed(weight)));
}

function signed(weight: number): string {
  return weight < 0 ? `(${trimmed(weight)})` : trimmed(weight);
}
