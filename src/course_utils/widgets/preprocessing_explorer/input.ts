/** The decoded picture; on it the pixels from which the chosen pixel of the resized one is made. */
import { h } from "../core/dom";
import { paintPicture } from "../core/paint";
import { stage } from "../core/stage";
import { tensor, type Tensor } from "../core/tensor";
import { pictureInput } from "../core/upload";
import { orientationOf } from "./jpeg";
import { PICTURE, type Actions, type Scene, type Text, type View } from "./scene";

/** @param area where a picture may be pasted or dropped */
export function inputFigure(text: Text, area: HTMLElement, actions: Actions): View {
  let scene: Scene;
  const size = h("span", { class: "cw-size" });
  const turned = h("p", { class: "cw-note" }, text("turned"));
  const view = stage(
    "input",
    text("input_stage"),
    ({ row, column }) => {
      const { plan } = scene;
      actions.moveTo(reader(row, plan.source.top, plan.rows) + plan.target.top, reader(column, plan.source.left, plan.columns) + plan.target.left);
    },
    actions.moveBy,
  );
  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-input" },
      h("figcaption", {}, text("input"), size),
      view.el,
      turned,
      h("div", { class: "cw-controls" }, pictureInput(text("upload"), area, actions.openPicture)),
    ),
    show(now, level) {
      scene = now;
      const { pixels, bytes } = now.decoded;
      const [height, width, channels] = pixels.shape;
      if (level >= PICTURE) {
        paintPicture(view.canvas, shades(pixels));
        size.textContent = `${height} × ${width} × ${channels}`;
        view.describe(text("input_picture", { height, width }));
        turned.hidden = orientationOf(bytes) === 1;
      }
      view.mark(sourcesOf(now), height, width);
    },
  };
}

/** The input pixels that the chosen pixel is made of; none where it is padding. */
export function sourcesOf({ traits, plan }: Scene): { row: number; column: number }[] {
  const rows = plan.rows[traits.row - plan.target.top];
  const columns = plan.columns[traits.column - plan.target.left];
  if (!rows || !columns) return [];
  return rows.weights.flatMap((_, i) =>
    columns.weights.map((_, k) => ({ row: plan.source.top + rows.start + i, column: plan.source.left + columns.start + k })),
  );
}

/** Values from 0 to 255 as ones from 0 to 1. */
export function shades({ data, shape }: Tensor): Tensor {
  return tensor(shape, data.map((value) => Math.min(1, Math.max(0, value / 255))));
}

/** The output pixel whose middle lies nearest to that of an input pixel. */
function reader(place: number, first: number, taps: Scene["plan"]["rows"]): number {
  const length = taps.at(-1)!.start + taps.at(-1)!.weights.length;
  const at = Math.floor(((place - first + 0.5) / length) * taps.length);
  return Math.max(0, Math.min(taps.length - 1, at));
}
