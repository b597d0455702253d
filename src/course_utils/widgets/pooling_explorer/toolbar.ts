/** Which map, which channel, and how windows are laid over it. */
import { segmented, select } from "../core/controls";
import { h } from "../core/dom";
import { SETTINGS, type Actions, type Text, type View } from "./scene";

const MOST_CHANNELS = 4;
const LARGEST_WINDOW = 4;
const AS_LARGE = 0; // strides that follow pool_size

const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, i) => ({ value: i + first, label: String(i + first) }));

export function toolbar(text: Text, presets: readonly string[], actions: Actions): View {
  const named = (name: string) => ({ value: name, label: text(`map_${name}` as Parameters<Text>[0]) });
  const map = select(text("map"), [...presets, "own"].map(named), (name) => actions.load(name));
  map.el.querySelector<HTMLOptionElement>("option[value=own]")!.disabled = true; // one gets there by editing
  const channel = segmented(text("channel"), upTo(MOST_CHANNELS, 0), (value) => actions.change({ channel: value }));
  const channels = [...channel.el.querySelectorAll("label")];
  const poolSize = segmented(text("pool_size"), upTo(LARGEST_WINDOW), (value) => actions.change({ pool_size: value }));
  const strides = segmented(text("strides"), [{ value: AS_LARGE, label: "= pool_size" }, ...upTo(LARGEST_WINDOW)], (value) =>
    actions.change({ strides: value === AS_LARGE ? null : value }),
  );
  const padding = segmented(
    text("padding"),
    [{ value: "valid", label: "valid" }, { value: "same", label: "same" }],
    (value) => actions.change({ padding: value }),
  );
  return {
    el: h(
      "div",
      { class: "cw-toolbar" },
      h("p", { class: "cw-invitation" }, text("invitation")),
      h("div", { class: "cw-controls" }, map.el, channel.el),
      h("div", { class: "cw-controls" }, poolSize.el, padding.el),
      strides.el,
    ),
    show(scene, level) {
      if (level < SETTINGS) return;
      map.show(scene.preset);
      channel.show(scene.channel);
      channels.forEach((label, i) => (label.hidden = i >= scene.shape[2]));
      poolSize.show(scene.settings.pool_size);
      strides.show(scene.strides ?? AS_LARGE);
      padding.show(scene.settings.padding);
    },
  };
}
