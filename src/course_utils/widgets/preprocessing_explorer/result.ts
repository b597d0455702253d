/** What the data is after the chosen step, beside the picture that went in. */
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { paintPicture } from "../core/paint";
import { stage } from "../core/stage";
import { hexView } from "./hex";
import { shades, sourcesOf } from "./input";
import { SETTINGS, STEP, type Actions, type Scene, type Text, type View } from "./scene";
import { swatches, type Place } from "./swatches";
import { grouped, tuple } from "./table";
import type { Step } from "./traits";
import { wall } from "./wall";

export function resultFigure(text: Text, actions: Actions): View {
  const title = h("span", { "aria-live": "polite" });
  const size = h("span", { class: "cw-size" });
  const views: Record<Step, View> = {
    read: hexView(text),
    decode: numbers(text, String),
    float: numbers(text, (value) => format(value, 1)),
    resize: resizedView(text, actions),
    batch: wall(text),
  };
  return {
    el: h("figure", { class: "cw-figure cw-figure-output" }, h("figcaption", {}, title, size), ...Object.values(views).map(({ el }) => el)),
    show(scene, level) {
      const { step, batch_size } = scene.traits;
      if (level >= STEP) {
        title.textContent = text(`after_${step}`);
        for (const [name, { el }] of Object.entries(views)) el.hidden = name !== step;
        const shape = { read: [], decode: scene.decoded.pixels.shape, float: scene.decoded.pixels.shape, resize: scene.resized.shape, batch: [batch_size, ...scene.resized.shape] }[step];
        size.textContent = step === "read" ? text("file_bytes", { count: grouped(scene.decoded.bytes.length) }) : tuple(shape);
      }
      // Each view keeps up only while it is seen; who comes back to it sees everything anew.
      views[step].show(scene, level >= STEP ? Math.max(level, SETTINGS + 1) : level);
    },
  };
}

/** The decoded pixels around the place that the chosen pixel comes from. */
function numbers(text: Text, write: (value: number) => string): View {
  const note = h("p", { class: "cw-note" });
  const grid = swatches(text("numbers"));
  return {
    el: h("div", { class: "cw-numbers" }, grid.el, note),
    show(scene) {
      const at = middleOf(scene);
      grid.show(scene.decoded.pixels, at, write);
      note.textContent = text("numbers_note", { row: at.row, column: at.column });
    },
  };
}

/** The resized picture, and how the chosen pixel's red value was made. */
function resizedView(text: Text, actions: Actions): View {
  const view = stage("output", text("output_stage"), ({ row, column }) => actions.moveTo(row, column), actions.moveBy);
  const sum = h("p", { class: "cw-sum" });
  return {
    el: h("div", { class: "cw-resized" }, view.el, sum),
    show(scene, level) {
      const { resized, traits } = scene;
      const side = resized.shape[0];
      if (level >= SETTINGS) {
        paintPicture(view.canvas, shades(resized));
        view.describe(text("output_picture", { side }));
      }
      view.mark([traits], side, side);
      sum.textContent = sumOf(scene, text);
    },
  };
}

const MOST_TERMS = 4;

/** The red value of the chosen pixel as a weighted mean of input values. */
function sumOf(scene: Scene, text: Text): string {
  const { traits, resized, plan, decoded } = scene;
  const [height, width] = [resized.shape[0], decoded.pixels.shape[1]];
  const value = format(resized.data[(traits.row * height + traits.column) * 3], 1);
  const sources = sourcesOf(scene);
  const place = { row: traits.row, column: traits.column, value };
  if (!sources.length) return text("sum_padding", place);
  const rows = plan.rows[traits.row - plan.target.top].weights;
  const columns = plan.columns[traits.column - plan.target.left].weights;
  if (sources.length > MOST_TERMS) return text("sum_many", { ...place, count: sources.length, height: rows.length, width: columns.length });
  const terms = sources.map(({ row, column }, i) => {
    const weight = rows[Math.floor(i / columns.length)] * columns[i % columns.length];
    return `${format(weight, 3)}·${decoded.pixels.data[(row * width + column) * 3]}`;
  });
  return text("sum", { ...place, terms: terms.join(" + ") });
}

/** The input pixel in the middle of those that the chosen pixel comes from; for padding, the picture's own middle. */
function middleOf(scene: Scene): Place {
  const sources = sourcesOf(scene);
  const [height, width] = scene.decoded.pixels.shape;
  return sources[sources.length >> 1] ?? { row: height >> 1, column: width >> 1 };
}
