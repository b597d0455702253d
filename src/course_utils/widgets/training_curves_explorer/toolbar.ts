/** Which training is looked at, and which of its two figures. What no stored training has is dimmed. */
import { segmented, toggle, type Control } from "../core/controls";
import { h } from "../core/dom";
import { CURVES, type Actions, type Text, type View } from "./scene";
import { offered } from "./trainings";
import { METRICS, SIZES, type Data, type Setting } from "./traits";
import { grouped } from "./words";

const DATA = Object.keys(SIZES) as Data[];
const PICTURES: readonly number[] = [...new Set(Object.values(SIZES).flat())].sort((a, b) => a - b);

export function toolbar(text: Text, actions: Actions): View {
  const data = segmented<Data>(text("data"), DATA.map((value) => ({ value, label: text(value) })), (value) => actions.choose("data", value));
  const pictures = segmented<number>(
    text("pictures"),
    PICTURES.map((value) => ({ value, label: grouped(value) })),
    (value) => actions.choose("pictures", value),
  );
  const augment = toggle(text("augment"), (value) => actions.choose("augment", value));
  const dropout = toggle(text("dropout"), (value) => actions.choose("dropout", value));
  const metric = segmented(text("metric"), METRICS.map((value) => ({ value, label: text(value) })), (value) => actions.change({ metric: value }));
  const missing = h("p", { class: "cw-note" }, text("missing"));
  return {
    el: h(
      "div",
      { class: "cw-toolbar" },
      h("div", { class: "cw-controls" }, data.el, pictures.el, h("div", { class: "cw-switches" }, augment.el, dropout.el), metric.el),
      missing,
    ),
    show({ all, now, metric: shown }, level) {
      if (level < CURVES) return;
      const dim = <Name extends keyof Setting>(control: Control<never>, name: Name, values: readonly Setting[Name][]) => {
        const labels = labelsOf(control);
        labels.forEach((label, i) => {
          const can = offered(all, now, name, values[i]);
          label.querySelector("input")!.disabled = !can;
          label.title = can ? "" : text("no_run");
        });
        return labels;
      };
      data.show(now.data);
      pictures.show(now.pictures);
      augment.show(now.augment);
      dropout.show(now.dropout);
      metric.show(shown);
      const sizes = SIZES[now.data] as readonly number[];
      const labels = [
        ...dim(data, "data", DATA),
        ...dim(pictures, "pictures", PICTURES),
        ...dim(augment, "augment", [!now.augment]),
        ...dim(dropout, "dropout", [!now.dropout]),
      ];
      labelsOf(pictures).forEach((label, i) => (label.hidden = !sizes.includes(PICTURES[i])));
      missing.hidden = labels.every((label) => label.hidden || !label.title);
    },
  };
}

function labelsOf({ el }: Control<never>): HTMLLabelElement[] {
  return el instanceof HTMLLabelElement ? [el] : [...el.querySelectorAll("label")];
}
