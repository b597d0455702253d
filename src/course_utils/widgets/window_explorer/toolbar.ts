/** The sizes of input and kernel, and how the window slides. */
import { slider } from "../core/controls";
import { h } from "../core/dom";
import { slidingControls } from "../core/sliding";
import { SETTINGS, type Actions, type Text, type View } from "./scene";

export const SMALLEST_INPUT = 3;

export function toolbar(text: Text, actions: Actions): View {
  const input = slider(text("input_size"), { min: SMALLEST_INPUT, max: 12 }, (value) => actions.change({ input_size: value }));
  const kernel = slider(text("kernel_size"), { min: 1, max: 5 }, (value) => actions.change({ kernel_size: value }));
  const sliding = slidingControls(text, actions.change);
  return {
    el: h("div", {}, h("div", { class: "cw-controls" }, input.el, kernel.el, ...sliding.els), sliding.note),
    show({ settings, limits }, level) {
      if (level < SETTINGS) return;
      input.limit(SMALLEST_INPUT, limits.input_size);
      input.show(settings.input_size);
      kernel.limit(1, limits.kernel_size);
      kernel.show(settings.kernel_size);
      sliding.show(settings);
    },
  };
}
