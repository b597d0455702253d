/** A batch: as many pictures of one size as fit into one tensor; this one among empty places for the others. */
import { h } from "../core/dom";
import { paintPicture } from "../core/paint";
import { shades } from "./input";
import { SETTINGS, type Text, type View } from "./scene";

export function wall(text: Text): View {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const tiles = h("div", { class: "cw-wall", role: "img" });
  const note = h("p", { class: "cw-note" });
  return {
    el: h("div", { class: "cw-batch" }, tiles, note),
    show({ traits, resized }, level) {
      if (level < SETTINGS) return;
      const { batch_size: count, image_size: side } = traits;
      paintPicture(canvas, shades(resized));
      const others = Array.from({ length: count - 1 }, (_, i) => h("span", {}, String(i + 1)));
      tiles.replaceChildren(canvas, ...others);
      tiles.setAttribute("aria-label", text("batch_picture", { count, side }));
      note.textContent = text("batch_note", { count, others: count - 1, side });
    },
  };
}
