/** Controls with a name, a keyboard and a finger: each is an element and a way to show another value. */
import { h, uniqueId, type Child } from "./dom";

export interface Control<T> {
  readonly el: HTMLElement;
  /** Show a value without telling anybody. */
  show(value: T): void;
}

// Without it JupyterLab takes the arrow keys for itself.
export const KEYS_STAY_HERE = { "data-lm-suppress-shortcuts": "true" } as const;

export interface Option<T> {
  readonly value: T;
  readonly label: string;
}

export interface SliderControl extends Control<number> {
  limit(low: number, high: number): void;
}

/** A slider with its value beside its name. */
export function slider(
  label: string,
  range: { min: number; max: number; step?: number; text?: (value: number) => string },
  changed: (value: number) => void,
): SliderControl {
  const { min, max, step = 1, text = String } = range;
  const id = uniqueId("slider");
  const output = h("output", { for: id, class: "cw-value" });
  const input = h("input", { type: "range", id, min, max, step, ...KEYS_STAY_HERE, oninput: () => {
    output.textContent = text(input.valueAsNumber);
    changed(input.valueAsNumber);
  } });
  return {
    el: h("div", { class: "cw-control cw-slider" }, h("label", { for: id }, label), input, output),
    show(value) {
      input.value = String(value);
      output.textContent = text(value);
    },
    limit(low, high) {
      input.min = String(low);
      input.max = String(high);
      input.disabled = low >= high;
    },
  };
}

/** A few choices side by side, one of them pressed. */
export function segmented<const T extends string | number>(
  label: string,
  options: readonly Option<T>[],
  changed: (value: T) => void,
): Control<T> {
  const name = uniqueId("choice");
  const inputs = options.map(({ value }) =>
    h("input", { type: "radio", name, value, ...KEYS_STAY_HERE, onchange: () => changed(value) }),
  );
  const buttons = options.map((option, i) => h("label", {}, inputs[i], h("span", {}, option.label)));
  return {
    el: h("fieldset", { class: "cw-control cw-segmented" }, h("legend", {}, label), h("div", {}, ...buttons)),
    show: (value) => options.forEach((option, i) => (inputs[i].checked = option.value === value)),
  };
}

/** A drop-down list. */
export function select<const T extends string>(
  label: string,
  options: readonly Option<T>[],
  changed: (value: T) => void,
): Control<T> {
  const id = uniqueId("select");
  const list = h("select", { id, ...KEYS_STAY_HERE, onchange: () => changed(list.value as T) });
  list.append(...options.map(({ value, label }) => h("option", { value }, label)));
  return {
    el: h("div", { class: "cw-control cw-select" }, h("label", { for: id }, label), list),
    show: (value) => void (list.value = value),
  };
}

/** A switch: on or off. */
export function toggle(label: string, changed: (value: boolean) => void): Control<boolean> {
  const input = h("input", { type: "checkbox", ...KEYS_STAY_HERE, onchange: () => changed(input.checked) });
  return {
    el: h("label", { class: "cw-control cw-toggle" }, input, h("span", {}, label)),
    show: (value) => void (input.checked = value),
  };
}

/** A push button. */
export function button(label: Child, pressed: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "cw-button", ...KEYS_STAY_HERE, ...attributes, onclick: pressed }, label);
}
