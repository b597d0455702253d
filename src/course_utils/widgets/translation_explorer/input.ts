/** The picture with the object to drag, and the line where it stood at first. */
import { button } from "../core/controls";
import { h, svg } from "../core/dom";
import { trimmed } from "../core/numbers";
import { paintPicture } from "../core/paint";
import { dragging } from "./drag";
import { contour } from "./objects";
import { SIDE, wholly } from "./picture";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";
import { strip } from "./strip";

export function inputFigure(text: Text, actions: Actions): View {
  let scene: Scene;
  const canvas = h("canvas", { role: "img" });
  const handle = h("div", { class: "cw-handle" });
  const ghost = ["cw-mark-halo", "cw-mark"].map((name) => svg("path", { class: name }));
  const marks = svg("svg", { "aria-hidden": "true", viewBox: `0 0 ${SIDE} ${SIDE}` }, ...ghost);
  const object = () => ({ ...scene.at, height: scene.settings.ink.shape[0], width: scene.settings.ink.shape[1] });
  const stage = h(
    "div",
    {
      ...dragging(SIDE, handle, object, actions.moveTo, actions.moveBy),
      class: "cw-stage cw-stage-input",
      role: "application",
      "aria-label": text("stage"),
    },
    canvas,
    marks,
    handle,
  );
  const back = button(text("back"), () => actions.moveTo(scene.settings.start));
  const anchor = button(text("anchor"), () => actions.change({ start_row: scene.at.row, start_column: scene.at.column }));
  const distance = h("span", { class: "cw-distance" });
  const row = strip(text);

  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-input" },
      h("figcaption", {}, text("input"), h("span", { class: "cw-size" }, `${SIDE} × ${SIDE} × 1`), distance),
      stage,
      row.el,
      h("div", { class: "cw-controls" }, back, anchor),
    ),
    show(now, level) {
      scene = now;
      const { at, settings: { ink, start } } = now;
      if (level >= SETTINGS) {
        for (const path of ghost) {
          path.setAttribute("d", contour(ink));
          path.setAttribute("transform", `translate(${start.column} ${start.row})`);
        }
        handle.style.width = share(ink.shape[1], SIDE);
        handle.style.height = share(ink.shape[0], SIDE);
      }
      paintPicture(canvas, now.outcome.picture);
      canvas.setAttribute("aria-label", text("picture", { object: text(now.traits.object), ...at }));
      // A transform needs no layout; its percentages are those of the object's own size.
      handle.style.transform = `translate(${share(at.column, ink.shape[1])}, ${share(at.row, ink.shape[0])})`;
      const moved = { rows: at.row - start.row, columns: at.column - start.column };
      distance.textContent = text("distance", { down: way(moved.rows, "↑", "↓"), right: way(moved.columns, "←", "→") });
      const whole = wholly(at, ink);
      back.disabled = moved.rows === 0 && moved.columns === 0;
      anchor.disabled = back.disabled || whole.row !== at.row || whole.column !== at.column;
      row.show(now, level);
    },
  };
}

function share(pixels: number, all: number): string {
  return `${(100 * pixels) / all}%`;
}

/** A distance with the way it goes, in pixels or cells. */
export function way(distance: number, back: string, forth: string): string {
  return `${distance < 0 ? back : forth} ${trimmed(Math.abs(distance))}`;
}
