/** The choices that shape a convolution: kind and size of the filter, strides, padding, dilation rate. */
import { segmented, select } from "../core/controls";
import { h } from "../core/dom";
import { slidingControls } from "../core/sliding";
import { pattern, PRESETS, presetOf, resized, withFilter, type KernelSize } from "./kernel";
import { FILTER, type Actions, type Scene, type Text, type View } from "./scene";

export function toolbar(text: Text, actions: Actions): View {
  let scene: Scene;
  const preset = select(
    text("preset"),
    [...PRESETS.map((value) => ({ value, label: text(value) })), { value: "custom", label: text("custom") }],
    (name) => {
      if (name === "custom") return;
      const { kernel } = scene.settings;
      const numbers = pattern(name, kernel.length);
      actions.change({ kernel: withFilter(kernel, scene.filter, (row, column) => numbers[row][column]) });
    },
  );
  const size = segmented<KernelSize>(
    text("size"),
    [{ value: 3, label: "3 × 3" }, { value: 5, label: "5 × 5" }],
    (value) => actions.change({ kernel: resized(scene.settings.kernel, value) }),
  );
  const sliding = slidingControls(text, actions.change);
  return {
    el: h("div", {}, h("div", { class: "cw-controls" }, preset.el, size.el, ...sliding.els), sliding.note),
    show(now, level) {
      scene = now;
      if (level < FILTER) return;
      const { kernel } = now.settings;
      // A 1 × 1 kernel, set from Python, has no classic patterns.
      preset.el.hidden = kernel.length === 1;
      preset.show(presetOf(kernel, now.filter) ?? "custom");
      size.show(kernel.length as KernelSize);
      sliding.show(now.settings);
    },
  };
}
