/** The five steps in a table: what each is called, and what the data is after it. One of them is looked at. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { trimmed } from "../core/numbers";
import { factsOf, type Facts } from "./facts";
import { SETTINGS, STEP, type Actions, type Text, type View } from "./scene";
import { STEPS, type Step } from "./traits";

export function table(text: Text, actions: Actions): View {
  const name = uniqueId("step");
  const rows = STEPS.map((step, i) => row(name, i + 1, step, text, () => actions.change({ step })));
  const head = (["step", "shape", "dtype", "range", "bytes"] as const).map((key) => h("th", { scope: "col" }, text(key)));
  return {
    el: h(
      "div",
      { class: "cw-steps" },
      h("table", {}, h("caption", {}, text("steps"), h("span", { class: "cw-note" }, text("steps_hint"))), h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows.map(({ el }) => el))),
    ),
    show(scene, level) {
      if (level >= SETTINGS) factsOf(scene).forEach((facts, i) => rows[i].tell(facts));
      if (level >= STEP) rows.forEach(({ choose }, i) => choose(STEPS[i] === scene.traits.step));
    },
  };
}

function row(name: string, number: number, step: Step, text: Text, chosen: () => void) {
  const input = h("input", { type: "radio", name, ...KEYS_STAY_HERE, onchange: chosen });
  const call = h("code");
  const [shape, dtype, range, bytes] = (["shape", "dtype", "range", "bytes"] as const).map((kind) => h("td", { class: `cw-${kind}`, "data-name": text(kind) }));
  const label = h("label", {}, input, h("b", {}, `${number} `, text(step)), call);
  const el = h("tr", {}, h("th", { scope: "row" }, label), shape, dtype, range, bytes);
  return {
    el,
    tell(facts: Facts): void {
      call.textContent = facts.call;
      shape.textContent = tuple(facts.shape);
      dtype.textContent = facts.dtype;
      range.textContent = facts.range ? `${trimmed(facts.range[0], 1)} – ${trimmed(facts.range[1], 1)}` : "—";
      bytes.textContent = grouped(facts.bytes);
    },
    choose(checked: boolean): void {
      input.checked = checked;
      el.classList.toggle("cw-chosen", checked);
    },
  };
}

/** A shape as Python writes it. */
export function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** 1234567 → 1,234,567. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
