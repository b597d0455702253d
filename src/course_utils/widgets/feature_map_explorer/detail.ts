/** One cell taken apart: where it stands, what it sees, and the sum behind it. */
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { paintMap } from "../core/paint";
import { speaker } from "../core/speaker";
import { stage } from "../core/stage";
import type { Tensor } from "../core/tensor";
import { answerOf } from "./answer";
import { sumBehind } from "./cells";
import { cellAt, folded, placeOf } from "./fold";
import { cropped, largest, showPicture } from "./painting";
import { PICTURE, type Actions, type Scene, type Text, type View } from "./scene";
import { sumView } from "./sum";

export function detail(text: Text, actions: Actions): View & { stop(): void } {
  let scene: Scene;
  const title = h("p", { class: "cw-title" });
  const view = stage(
    "output",
    text("map_stage"),
    (place) => actions.choose(cellAt(scene.net, scene.cell.layer, place)),
    (rows, columns) => {
      const cell = actions.cell();
      const { row, column } = placeOf(scene.net, cell);
      actions.choose(cellAt(scene.net, cell.layer, { row: row + rows, column: column + columns }));
    },
  );
  const crop = h("canvas", { role: "img" });
  const cropTitle = h("figcaption", {});
  const mapTitle = h("figcaption", {});
  const sum = sumView(text);
  const spoken = speaker();

  function showMap({ net, outputs, cell, theme }: Scene): Tensor {
    const maps = folded(net, cell.layer, outputs[cell.layer]);
    paintMap(view.canvas, maps, cell.channel, largest(maps.data), theme, "output");
    view.mark([placeOf(net, cell)], maps.shape[0], maps.shape[1]);
    view.el.classList.toggle("cw-wide", maps.shape[1] > 2 * maps.shape[0]);
    return maps;
  }

  return {
    el: h(
      "section",
      { class: "cw-detail" },
      title,
      h("div", { class: "cw-views" }, h("figure", { class: "cw-seen" }, cropTitle, h("div", {}, crop)), h("figure", { class: "cw-seeing" }, mapTitle, view.el)),
      sum.el,
      spoken.el,
    ),
    stop: spoken.stop,
    show(now, level) {
      scene = now;
      const { net, cell, field } = now;
      const { kind, shape } = net.layers[cell.layer];
      const maps = showMap(now);
      const behind = sumBehind(net, now.picture, now.outputs, cell);
      const place = shape.length === 3
        ? text("cell", { number: cell.channel + 1, row: cell.row, column: cell.column })
        : text("unit", { column: cell.column });
      title.replaceChildren(h("strong", {}, kind), ` ${place} = `, h("b", {}, format(behind.value)));
      showPicture(crop, cropped(now.picture, field), now.theme);
      const [height, width] = [field.bottom - field.top, field.right - field.left];
      cropTitle.textContent = text("seen", { height, width });
      crop.setAttribute("aria-label", text("seen_spoken", { ...field, bottom: field.bottom - 1, right: field.right - 1 }));
      mapTitle.textContent = maps.shape[2] > 1 ? text("map_title", { number: cell.channel + 1 }) : text("row_title");
      view.describe(text("map_picture", { height: maps.shape[0], width: maps.shape[1], value: format(behind.value) }));
      sum.show(now, behind);
      spoken.say(level >= PICTURE ? text("answer_spoken", answerOf(now)) : `${kind} ${place}: ${format(behind.value)}`);
    },
  };
}
