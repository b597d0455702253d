/** Two kernels side by side: the hidden one, covered or to be edited, and the one that learns. */
import { tint } from "../core/colors";
import { KEYS_STAY_HERE, toggle } from "../core/controls";
import { h } from "../core/dom";
import type { Vector } from "./algebra";
import { weight } from "./figure";
import { resized } from "./filters";
import { PROBLEM, type Actions, type Scene, type Text, type View } from "./scene";

export const LARGEST = 99;

export function grids(text: Text, actions: Actions): View {
  let numbers: number[][];
  const reveal = toggle(text("reveal"), (revealed) => actions.change({ revealed }));
  const title = h("figcaption");
  const hidden = grid();
  const learned = grid();

  function field(row: number, column: number): HTMLInputElement {
    const input: HTMLInputElement = h("input", {
      type: "number", min: -LARGEST, max: LARGEST, ...KEYS_STAY_HERE,
      "aria-label": `${text("hidden")} ${row + 1}, ${column + 1}`,
      oninput: () => {
        if (!(Math.abs(input.valueAsNumber) <= LARGEST)) return;
        const edited = resized(numbers, numbers.length);
        edited[row][column] = input.valueAsNumber;
        actions.change({ hidden: edited });
      },
      onblur: () => (input.value = input.defaultValue),
    });
    return input;
  }

  return {
    els: [
      h("figure", { class: "cw-hidden" }, title, hidden.el, reveal.el),
      h("figure", { class: "cw-learned" }, h("figcaption", {}, text("learned")), learned.el),
    ],
    show({ traits, posed, learning, theme }, level) {
      const { task, revealed } = traits;
      numbers = traits.hidden;
      if (level >= PROBLEM) {
        const editable = revealed && task === "filter";
        title.textContent = text(task === "map" ? "best" : "hidden");
        reveal.show(revealed);
        hidden.fill(numbers.length, editable ? field : cell);
        hidden.write(revealed ? posed.best : [], theme);
        learned.fill(numbers.length, cell);
      }
      learned.write(learning.kernel, theme);
    },
  };
}

function cell(): HTMLElement {
  return h("span");
}

/** A square of cells, as dark as their numbers are large, and covered where there is none. */
function grid() {
  let cells: HTMLElement[] = [];
  let made: unknown;
  const el = h("div", { class: "cw-grid" });
  return {
    el,
    /** Build the cells, unless they are such cells already. */
    fill(size: number, make: (row: number, column: number) => HTMLElement): void {
      if (made === make && cells.length === size * size) return;
      made = make;
      cells = Array.from({ length: size * size }, (_, i) => make(Math.floor(i / size), i % size));
      el.style.setProperty("--size", `${size}`);
      el.replaceChildren(...cells);
    },
    write(kernel: Vector, theme: Scene["theme"]): void {
      const largest = Math.max(...kernel.map(Math.abs)) || 1;
      cells.forEach((cell, i) => {
        const number = kernel[i];
        const covered = number === undefined;
        cell.style.background = covered ? "" : tint(theme, "kernel", number / largest);
        if (cell instanceof HTMLInputElement) {
          cell.defaultValue = `${number}`;
          if (cell !== document.activeElement) cell.value = `${number}`;
        } else cell.textContent = covered ? "?" : weight(number, cells.length > 9 ? 1 : 2);
      });
    },
  };
}
