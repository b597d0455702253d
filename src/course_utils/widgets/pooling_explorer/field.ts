/** A field for the number of one cell, for fingers and keyboards alike. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import type { Cell } from "../core/steering";
import { LARGEST_NUMBER, type Scene, type Text } from "./scene";

/** @param done the reader goes back to the grid */
export function cellField(text: Text, edited: (value: number) => void, done: () => void) {
  const id = uniqueId("number");
  const label = h("label", { for: id });
  let value = 0;
  const input = h("input", {
    type: "number",
    id,
    step: "any",
    min: -LARGEST_NUMBER,
    max: LARGEST_NUMBER,
    ...KEYS_STAY_HERE,
    oninput: () => {
      if (!Number.isFinite(input.valueAsNumber)) return; // a minus sign alone, say: more is to come
      value = Math.max(-LARGEST_NUMBER, Math.min(LARGEST_NUMBER, input.valueAsNumber));
      edited(value);
    },
    onchange: () => (input.value = String(value)),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key === "Enter" || event.key === "Escape") done();
    },
  });
  return {
    el: h("div", { class: "cw-control cw-cell-field" }, label, input),
    take(): void {
      input.focus();
      input.select();
    },
    clear: () => void (input.disabled || edited(0)),
    show({ numbers, columns, rows, shift }: Scene, { row, column }: Cell): void {
      value = Number(numbers[row * columns.size + column].toPrecision(7)); // what a 32-bit float can tell apart
      // What came in behind the shifted map is no number of the map.
      const [source, from] = [row - shift.rows, column - shift.columns];
      input.disabled = source < 0 || source >= rows.size || from < 0 || from >= columns.size;
      label.textContent = text("cell", { row, column });
      if (document.activeElement !== input) input.value = String(value);
    },
  };
}
