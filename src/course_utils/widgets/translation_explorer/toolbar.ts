/** The scene and the layer: object, background, filter, strides, padding, pool size. */
import { segmented, select, slider } from "../core/controls";
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { KERNELS } from "./network";
import { OBJECTS } from "./objects";
import { SETTINGS, type Actions, type Text, type View } from "./scene";
import type { Traits } from "./traits";

export const MOST_BACKGROUND = 0.8;

/** @param custom whether this display came with an object of its own */
export function toolbar(text: Text, custom: boolean, actions: Actions): View {
  const named = <const Value extends "custom" | (typeof OBJECTS)[number] | (typeof KERNELS)[number]>(values: readonly Value[]) =>
    values.map((value) => ({ value, label: text(value) }));
  const numbers = <const Value extends number | string>(values: readonly Value[]) =>
    values.map((value) => ({ value, label: String(value) }));
  const range = { min: 0, max: MOST_BACKGROUND, step: 0.05, text: (value: number) => format(value) };
  const controls: { [Name in keyof Traits]?: { el: HTMLElement; show(value: Traits[Name]): void } } = {
    object: select(text("object"), named([...OBJECTS, ...(custom ? (["custom"] as const) : [])]), (object) => actions.change({ object })),
    kernel: select(text("kernel"), named(KERNELS), (kernel) => actions.change({ kernel })),
    background: slider(text("background"), range, (background) => actions.change({ background })),
    strides: segmented<number>(text("strides"), numbers([1, 2, 3]), (strides) => actions.change({ strides })),
    padding: segmented(text("padding"), numbers(["valid", "same"]), (padding) => actions.change({ padding })),
    pool_size: segmented<number>(text("pool_size"), numbers([2, 4]), (pool_size) => actions.change({ pool_size })),
  };
  return {
    el: h("div", { class: "cw-controls" }, ...Object.values(controls).map(({ el }) => el)),
    show({ traits }, level) {
      if (level < SETTINGS) return;
      for (const name of Object.keys(controls) as (keyof Traits)[]) controls[name]!.show(traits[name] as never);
    },
  };
}
