/** What each layer may draw, and how it reads beyond the edge. */
import { segmented, select, slider, toggle, type Control } from "../core/controls";
import { h } from "../core/dom";
import { format, trimmed } from "../core/numbers";
import { SHEET, type Actions, type Text, type View } from "./scene";
import { FILL_MODES, FLIPS, INTERPOLATIONS, MOST, type Settings } from "./traits";

type Factor = keyof typeof MOST;

/** What a factor means, beside its number. */
const MEANING: Record<Factor, (factor: number) => string> = {
  rotation: (factor) => `±${format(360 * factor, 0)}°`,
  zoom_height: zoomed,
  zoom_width: zoomed,
  translation_height: (factor) => `±${format(100 * factor, 0)}%`,
  translation_width: (factor) => `±${format(100 * factor, 0)}%`,
  contrast: (factor) => `×${format(1 - factor, 1)} – ×${format(1 + factor, 1)}`,
  brightness: (factor) => `±${format(255 * factor, 0)}`,
};

export function toolbar(text: Text, actions: Actions): View {
  const factor = (name: Factor) =>
    slider(
      text(name),
      { min: 0, max: MOST[name], step: 0.05, text: (value) => `${trimmed(value)} ${value ? `(${MEANING[name](value)})` : ""}`.trim() },
      (value) => actions.change({ [name]: value }),
    );
  const named = <const Value extends string>(values: readonly Value[], label: (value: Value) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  const controls = {
    flip: select(text("flip"), named(FLIPS, (flip) => text(flip)), (flip) => actions.change({ flip })),
    rotation: factor("rotation"),
    zoom_height: factor("zoom_height"),
    keep_aspect: toggle(text("keep_aspect"), (keep_aspect) => actions.change({ keep_aspect })),
    zoom_width: factor("zoom_width"),
    translation_height: factor("translation_height"),
    translation_width: factor("translation_width"),
    contrast: factor("contrast"),
    brightness: factor("brightness"),
    fill_mode: segmented(text("fill_mode"), named(FILL_MODES, String), (fill_mode) => actions.change({ fill_mode })),
    interpolation: segmented(text("interpolation"), named(INTERPOLATIONS, String), (interpolation) => actions.change({ interpolation })),
  } satisfies { [Name in keyof Settings]?: Control<Settings[Name]> };
  const { flip, rotation, zoom_height, keep_aspect, zoom_width, ...others } = controls;
  const across = h("div", { class: "cw-across" }, keep_aspect.el, zoom_width.el);
  return {
    el: h(
      "div",
      { class: "cw-controls cw-layers" },
      ...[flip.el, rotation.el, zoom_height.el, across, ...Object.values(others).map(({ el }) => el)],
    ),
    show({ traits }, level) {
      if (level < SHEET) return;
      for (const [name, control] of Object.entries(controls)) control.show(traits[name as keyof Settings] as never);
      controls.zoom_width.el.hidden = traits.keep_aspect;
    },
  };
}

function zoomed(factor: number): string {
  return `×${format(1 / (1 + factor))} – ×${format(1 / (1 - factor))}`;
}
