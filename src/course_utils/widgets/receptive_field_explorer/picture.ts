/** The picture: what the unit sees stands out, an outline around it, heat where pixels count most. */
import { h, svg } from "../core/dom";
import { trimmed } from "../core/numbers";
import { placeOf, lookingAt } from "./model";
import { full, paint, paper, part } from "./palette";
import { largest, total } from "./paths";
import { pointing } from "./pointing";
import type { Actions, Scene, Text, View } from "./scene";

// How much is left of what the unit cannot see, how strong the heat is at most, and how much is left under it.
const UNSEEN = 0.28;
const HEAT = 0.85;
const UNDER_HEAT = 0.9;

export function pictureView(text: Text, actions: Actions): View {
  let scene: Scene;
  const at = (act: (unit: NonNullable<Scene["unit"]>) => void) => (x: number, y: number) => {
    const [height, width] = scene.image.shape;
    const unit = scene.unit && lookingAt(scene, scene.unit.layer, y * height, x * width);
    if (unit) act(unit);
  };
  const canvas = h("canvas", { role: "img" });
  const marks = outline();
  const share = h("span");
  const ramp = h("p", { class: "cw-ramp" }, h("span", {}, "0 %"), h("span", { class: "cw-colors" }), share);
  const note = h("p");
  const legend = h("figcaption", { class: "cw-note" }, ramp, note);
  const stage = h(
    "div",
    {
      ...pointing({
        peek: at(actions.peek),
        choose: at(actions.choose),
        leave: () => actions.peek(undefined),
        step: (right, down) => actions.moveBy(down, right),
      }),
      class: "cw-stage cw-stage-input",
      role: "application",
      "aria-label": text("picture_stage"),
    },
    canvas,
    marks.el,
  );
  return {
    el: h("figure", { class: "cw-figure" }, stage, legend),
    show(now) {
      scene = now;
      const [height, width] = now.image.shape;
      paintSight(canvas, now);
      canvas.setAttribute("aria-label", text("picture", { height, width }));
      marks.show(now);
      ramp.classList.toggle("cw-off", now.view === "theoretical");
      note.textContent = text(now.view === "theoretical" ? "outline" : "heat");
      share.textContent = `${trimmed(100 * highestShare(now), 2)} %`;
    },
  };
}

/** The share of the gradient that the most important pixel has. */
function highestShare({ sight }: Scene): number {
  if (!sight?.span) return 0;
  const [rows, columns] = [sight.rows[0], sight.columns[0]];
  return (largest(rows) * largest(columns)) / (total(rows) * total(columns));
}

function paintSight(canvas: HTMLCanvasElement, { image, sight, view, theme }: Scene): void {
  const [height, width] = image.shape;
  const [ground, hot, plain] = [paper(theme), full(theme, "input"), view === "theoretical"];
  const most = sight?.span ? largest(sight.rows[0]) * largest(sight.columns[0]) : 0;
  const inside = plain ? 1 : view === "both" ? UNDER_HEAT : UNSEEN;
  paint(canvas, height, width, (bytes, i, row, column) => {
    const share = most > 0 ? (sight!.rows[0][row] * sight!.columns[0][column]) / most : 0;
    const left = share > 0 ? inside : UNSEEN;
    const heat = plain ? 0 : HEAT * share;
    const light = 0.299 * part(image, row, column, 0) + 0.587 * part(image, row, column, 1) + 0.114 * part(image, row, column, 2);
    for (let k = 0; k < 3; k++) {
      const cold = ground[k] + ((plain ? part(image, row, column, k) : light) - ground[k]) * left;
      bytes[i + k] = cold + (hot[k] - cold) * heat;
    }
  });
}

/** The outline of the field, and the line along which the cross-section cuts the picture. */
function outline() {
  const el = svg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  const cuts = [svg("line", { class: "cw-cut-halo" }), svg("line", { class: "cw-cut" })];
  const frames = [svg("rect", { class: "cw-mark-halo" }), svg("rect", { class: "cw-mark" })];
  el.append(...cuts, ...frames);
  return {
    el,
    show(scene: Scene): void {
      const { image, unit, sight, view } = scene;
      const [height, width] = image.shape;
      el.setAttribute("viewBox", `0 0 ${width} ${height}`);
      for (const cut of cuts) {
        const y = unit ? placeOf(scene, unit).y : 0;
        set(cut, { x1: 0, x2: width, y1: y, y2: y });
      }
      const span = view === "effective" ? undefined : sight?.span;
      for (const frame of frames) {
        frame.toggleAttribute("hidden", !span);
        if (!span) continue;
        const { rows, columns } = span;
        set(frame, { x: columns.first, y: rows.first, width: columns.last - columns.first + 1, height: rows.last - rows.first + 1 });
      }
    },
  };
}

function set(element: Element, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
}
