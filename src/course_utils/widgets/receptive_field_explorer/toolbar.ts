/** Stacks to start from, layers to add, padding for all of them. */
import { button, segmented, select } from "../core/controls";
import { h } from "../core/dom";
import { obstacle, padded, usual } from "./edits";
import { NAMES, PRESETS, presetOf, type Preset } from "./presets";
import type { Actions, Scene, Text, View } from "./scene";
import type { Layer } from "./stack";

export function toolbar(text: Text, actions: Actions): View {
  let scene: Scene;
  const options = [...NAMES.map((value) => ({ value, label: text(value) })), { value: "own" as const, label: text("own") }];
  const preset = select<Preset | "own">(text("preset"), options, (name) => {
    if (name === "own") preset.show(presetOf(scene.layers) ?? "own");
    else actions.restack(PRESETS[name], PRESETS[name].length - 1, true);
  });
  const adders = (["conv", "pool"] as const).map((type) => {
    const el = button(text(`add_${type}`), () => {
      const layers = [...scene.layers, usual(type, scene.layers)];
      actions.restack(layers, layers.length - 1, true);
    });
    return { type, el };
  });
  const padding = segmented<Layer["padding"]>(text("padding_all"), [{ value: "valid", label: "valid" }, { value: "same", label: "same" }], (value) => actions.restack(padded(scene.layers, value)));
  const note = h("p", { class: "cw-note", role: "status" });
  return {
    el: h("div", { class: "cw-toolbar" }, h("div", { class: "cw-controls" }, preset.el, ...adders.map(({ el }) => el), padding.el), note),
    show(now) {
      scene = now;
      preset.show(presetOf(now.layers) ?? "own");
      const paddings = new Set(now.layers.map((layer) => layer.padding));
      padding.show(paddings.size === 1 ? now.layers[0].padding : ("" as Layer["padding"]));
      const obstacles = adders.map(({ type, el }) => {
        const reason = obstacleTo(now, type);
        el.disabled = reason !== undefined;
        return reason;
      });
      note.textContent = noteOf(text, now, obstacles);
    },
  };
}

function obstacleTo({ layers, rows, columns }: Scene, type: Layer["type"]): ReturnType<typeof obstacle> | "misfit" {
  if (rows.length < layers.length) return "misfit";
  return obstacle(layers, usual(type, layers), Math.min(rows.at(-1)!.units, columns.at(-1)!.units));
}

function noteOf(text: Text, { rows, columns }: Scene, obstacles: readonly ReturnType<typeof obstacleTo>[]): string {
  if (obstacles.includes("full")) return text("full");
  if (!obstacles.includes("no_room")) return "";
  return text("no_room", { height: rows.at(-1)!.units, width: columns.at(-1)!.units });
}
