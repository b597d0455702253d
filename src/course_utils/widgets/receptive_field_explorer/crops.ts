/** What each layer sees around one place, enlarged: the windows grow from a patch of fur to an eye. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { lookingAt, placeOf, seer } from "./model";
import { paint, part } from "./palette";
import type { Actions, Scene, Text, View } from "./scene";
import { MOST_LAYERS } from "./stack";

export function cropsView(text: Text, actions: Actions): View {
  const name = uniqueId("crop");
  const look = seer();
  const crops = Array.from({ length: MOST_LAYERS }, (_, layer) => crop(name, layer, () => actions.climbTo(layer)));

  function show(scene: Scene): void {
    const { unit, rows } = scene;
    const place = unit && placeOf(scene, unit);
    crops.forEach((crop, layer) => {
      crop.el.hidden = !place || layer >= rows.length;
      if (crop.el.hidden || !place) return;
      const there = layer === unit.layer ? unit : lookingAt(scene, layer, place.y, place.x)!;
      const span = look(scene, there).span;
      crop.input.checked = layer === unit.layer;
      const size = span ? sizeOf(span) : "0 × 0";
      crop.caption.textContent = size;
      crop.input.setAttribute("aria-label", text("crop", { number: layer + 1, size }));
      crop.canvas.hidden = !span;
      if (!span) return;
      const { first: top, last: bottom } = span.rows;
      const { first: left, last: right } = span.columns;
      paint(crop.canvas, bottom - top + 1, right - left + 1, (bytes, i, row, column) => {
        for (let k = 0; k < 3; k++) bytes[i + k] = part(scene.image, top + row, left + column, k);
      });
    });
  }

  return {
    el: h(
      "div",
      { class: "cw-crops" },
      h("p", {}, text("crops")),
      h("div", { role: "radiogroup", "aria-label": text("crops") }, ...crops.map(({ el }) => el)),
    ),
    show,
  };
}

type Span = NonNullable<NonNullable<Scene["sight"]>["span"]>;

export function sizeOf({ rows, columns }: Span): string {
  return `${rows.last - rows.first + 1} × ${columns.last - columns.first + 1}`;
}

function crop(name: string, layer: number, chosen: () => void) {
  const input = h("input", { type: "radio", name, ...KEYS_STAY_HERE, onchange: chosen });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const caption = h("span", { "aria-hidden": "true" });
  const el = h("label", {}, input, h("div", {}, canvas, h("b", { "aria-hidden": "true" }, String(layer + 1))), caption);
  return { el, input, canvas, caption };
}
