/** The settings of one layer, its place in the stack, and the way out of it. */
import { button, segmented, slider } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { changed, clashes, moved, without } from "./edits";
import type { Actions, Scene, Text, View } from "./scene";
import { BOUNDS, type Layer } from "./stack";
import { titleOf } from "./tower";

export function editorView(text: Text, actions: Actions): View {
  let scene: Scene;
  const note = h("p", { class: "cw-note", role: "status" });
  const set = (values: Partial<Layer>) => {
    const { layers, edited } = scene;
    note.textContent = clashes(layers[edited], values) ? text("exclusive") : "";
    actions.restack(changed(layers, edited, values));
  };
  const number = (name: keyof typeof BOUNDS) => {
    const [min, max] = BOUNDS[name];
    return slider(text(name), { min, max }, (value) => set({ [name]: value }));
  };
  const [size, strides, dilation] = [number("kernel_size"), number("strides"), number("dilation_rate")];
  const type = segmented<Layer["type"]>(text("type"), [{ value: "conv", label: "Conv" }, { value: "pool", label: "MaxPool" }], (value) => set({ type: value }));
  const padding = segmented<Layer["padding"]>(text("padding"), [{ value: "valid", label: "valid" }, { value: "same", label: "same" }], (value) => set({ padding: value }));
  const move = (by: 1 | -1) => actions.restack(moved(scene.layers, scene.edited, by), scene.edited + by);
  const up = button("↑", () => move(1), { "aria-label": text("move_up"), title: text("move_up") });
  const down = button("↓", () => move(-1), { "aria-label": text("move_down"), title: text("move_down") });
  const remove = button(text("remove"), () => actions.restack(without(scene.layers, scene.edited), Math.max(0, scene.edited - 1)));
  const title = h("p", { id: uniqueId("edited") });
  return {
    el: h(
      "div",
      { class: "cw-editor", role: "group", "aria-labelledby": title.id },
      h("div", { class: "cw-editor-head" }, title, up, down, remove),
      h("div", { class: "cw-controls" }, type.el, size.el, strides.el, dilation.el, padding.el),
      note,
    ),
    show(now) {
      scene = now;
      const { layers, edited } = now;
      const layer = layers[edited];
      title.textContent = text("edited", { number: edited + 1, title: titleOf(layer) });
      type.show(layer.type);
      size.show(layer.kernel_size);
      strides.show(layer.strides);
      dilation.limit(1, layer.type === "conv" ? BOUNDS.dilation_rate[1] : 1);
      dilation.show(layer.dilation_rate);
      padding.show(layer.padding);
      up.disabled = edited >= layers.length - 1;
      down.disabled = edited === 0;
      remove.disabled = layers.length === 1;
    },
  };
}
