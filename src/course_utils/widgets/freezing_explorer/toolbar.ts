/** Choices that stand for a way to train, and the switch for BatchNormalization. */
import { segmented, toggle } from "../core/controls";
import { h } from "../core/dom";
import { NAMES } from "./costs";
import type { Actions, Text, View } from "./scene";

const PRESETS = { none: [], top: NAMES.slice(NAMES.indexOf("block6a")), all: [...NAMES] } as const;
type Preset = keyof typeof PRESETS;
const KINDS = Object.keys(PRESETS) as Preset[];

export function toolbar(text: Text, actions: Actions): View {
  const preset = segmented<string>(
    text("preset"),
    KINDS.map((value) => ({ value, label: text(value) })),
    (value) => actions.change({ unfrozen: [...PRESETS[value as Preset]] }),
  );
  const norm = toggle(text("freeze_batch_norm"), (value) => actions.change({ freeze_batch_norm: value }));
  const note = h("p", { class: "cw-note" });
  return {
    el: h("div", { class: "cw-toolbar" }, h("div", { class: "cw-controls" }, preset.el, norm.el), note),
    show({ unfrozen, freeze_batch_norm }) {
      preset.show(KINDS.find((kind) => PRESETS[kind].join() === unfrozen.join()) ?? "");
      norm.show(freeze_batch_norm);
      note.textContent = text(freeze_batch_norm ? "norm_frozen" : "norm_learns");
    },
  };
}
