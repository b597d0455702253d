/** Size, interpolation, what happens to the proportions, size of a batch. */
import { segmented } from "../core/controls";
import { h } from "../core/dom";
import { FITS } from "./resize";
import { SETTINGS, type Actions, type Text, type View } from "./scene";
import { INTERPOLATIONS } from "./taps";
import { BATCH_SIZES, SIDES } from "./traits";

export function toolbar(text: Text, actions: Actions): View {
  const plain = <const Value extends string | number>(values: readonly Value[]) => values.map((value) => ({ value, label: String(value) }));
  const controls = {
    image_size: segmented<number>(text("image_size"), plain(SIDES), actions.resize),
    interpolation: segmented(text("interpolation"), plain(INTERPOLATIONS), (interpolation) => actions.change({ interpolation })),
    fit: segmented(text("fit"), FITS.map((value) => ({ value, label: text(value) })), (fit) => actions.change({ fit })),
    batch_size: segmented<number>(text("batch_size"), plain(BATCH_SIZES), (batch_size) => actions.change({ batch_size })),
  };
  return {
    el: h("div", { class: "cw-controls" }, ...Object.values(controls).map(({ el }) => el)),
    show({ traits }, level) {
      if (level < SETTINGS) return;
      for (const name of Object.keys(controls) as (keyof typeof controls)[]) controls[name].show(traits[name] as never);
    },
  };
}
