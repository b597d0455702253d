/** Strides, padding and dilation rate: the choices of every widget in which a window slides over an input. */
import { segmented, slider } from "./controls";
import { h } from "./dom";
import type { Model } from "./model";
import type { Padding } from "./ops";
import type { Translate } from "./strings";

export interface Sliding {
  readonly strides: number;
  readonly padding: Padding;
  readonly dilation_rate: number;
}

/** The traits as Keras would accept them: where two of them clash, strides win. */
export function slidingOf(model: Model<Sliding>): Sliding {
  const strides = model.get("strides");
  return { strides, padding: model.get("padding"), dilation_rate: strides > 1 ? 1 : model.get("dilation_rate") };
}

/** Controls for the three, and a note. Keras refuses strides with dilation: the one just set wins, and the reader is told. */
export function slidingControls(
  text: Translate<"strides" | "padding" | "dilation" | "exclusive">,
  changed: (values: Partial<Sliding>) => void,
) {
  type Exclusive = "strides" | "dilation_rate";
  let now: Sliding;
  let winner: Exclusive | undefined;
  const note = h("p", { class: "cw-note", role: "status" });
  const exclusive = (name: Exclusive, other: Exclusive, value: number) => {
    const clash = value > 1 && now[other] > 1;
    tell(clash || winner === name ? name : undefined); // one key on the same slider would wipe out what was just told
    changed(clash ? { [other]: 1, [name]: value } : { [name]: value });
  };
  const tell = (name?: Exclusive) => {
    winner = name;
    note.textContent = name ? text("exclusive") : "";
  };
  const strides = slider(text("strides"), { min: 1, max: 4 }, (value) => exclusive("strides", "dilation_rate", value));
  const dilation = slider(text("dilation"), { min: 1, max: 3 }, (value) => exclusive("dilation_rate", "strides", value));
  const padding = segmented(
    text("padding"),
    [{ value: "valid", label: "valid" }, { value: "same", label: "same" }],
    (value) => {
      tell();
      changed({ padding: value });
    },
  );
  return {
    els: [padding.el, strides.el, dilation.el],
    note,
    show(sliding: Sliding): void {
      now = sliding;
      strides.show(sliding.strides);
      dilation.show(sliding.dilation_rate);
      padding.show(sliding.padding);
    },
  };
}
