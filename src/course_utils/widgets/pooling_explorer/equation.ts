/** The current window's numbers, what is done with them, and the result: "max ▦ = 9". */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { halfway, spelled, type Patch } from "./patch";
import type { Way } from "./pooling";
import type { Text } from "./scene";

// The mean of a larger patch has no room beside it.
const SMALL = 2;

export function equationView(way: Way, text: Text) {
  const cells = h("span", { class: "cw-patch" });
  const step = h("span", {});
  const result = h("strong", {});
  const answer = h("span", { class: "cw-answer" }, step, result);
  const el = h("p", { class: "cw-equation", role: "img" }, h("span", { class: "cw-op" }, text(`op_${way}`)), cells, answer);
  return {
    el,
    show(patch: Patch, number: number): void {
      if (cells.childElementCount !== patch.numbers.length) {
        cells.replaceChildren(...patch.numbers.map(() => h("span", {})));
        cells.style.setProperty("--size", String(patch.size));
      }
      const texts = patch.numbers.map((number) => (number === undefined ? "" : trimmed(number)));
      cells.style.setProperty("--digits", String(Math.max(...texts.map(({ length }) => length))));
      texts.forEach((written, i) => {
        const cell = cells.children[i];
        cell.textContent = written;
        cell.className = nameOf(way, patch, i);
      });
      const between = halfway(way, patch);
      step.textContent = between && `= ${between} `;
      el.classList.toggle("cw-long", between !== "" && patch.size > SMALL);
      result.textContent = `= ${trimmed(number)}`;
      el.setAttribute("aria-label", text(`equation_${way}`, { numbers: spelled(way, patch), answer: trimmed(number) }));
    },
  };
}

/** A cell that counts is marked, the others are faint. */
function nameOf(way: Way, { numbers, largest, picked }: Patch, index: number): string {
  if (numbers[index] === undefined) return "cw-padding";
  const counts = { max: index === largest, average: true, strided: index === picked }[way];
  return counts ? `cw-counts cw-${way}` : "";
}
