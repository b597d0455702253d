/** One way of pooling: the sum of the current window, the map that it leaves, and what is kept of the input. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { steering } from "../core/steering";
import { equationView } from "./equation";
import { numberGrid, place } from "./grid";
import { patchOf } from "./patch";
import type { Way } from "./pooling";
import { SETTINGS, type Actions, type Answer, type Scene, type Text, type View } from "./scene";

const LONGEST = 5;
const LAYER: Record<Way, string> = { max: "MaxPooling2D", average: "AveragePooling2D", strided: "Conv2D" };

export function outputView(way: Way, text: Text, actions: Actions): View {
  let scene: Scene;
  const frame = h("div", { class: "cw-mark-over cw-frame", "aria-hidden": "true" });
  const size = h("span", { class: "cw-size" });
  const equation = equationView(way, text);
  const figures = figuresView(text);
  const grid = numberGrid(
    {
      "aria-label": text("output_grid", { way: text(way) }),
      ...steering(
        () => ({ height: scene.rows.starts.length, width: scene.columns.starts.length }),
        (cell) => actions.moveToCell(cell),
        actions.moveBy,
      ),
    },
    [frame],
  );
  return {
    el: h(
      "figure",
      { class: `cw-figure cw-figure-output cw-way-${way}` },
      h("figcaption", {}, text(way), h("span", {}, h("code", {}, LAYER[way]), size)),
      equation.el,
      grid.el,
      figures.el,
    ),
    show(now, level) {
      scene = now;
      const { answers, rows, columns, at } = now;
      if (!answers) return;
      const { numbers, change } = answers[way];
      const side = columns.starts.length;
      if (level >= SETTINGS) {
        size.textContent = now.outputShape.join(" × ");
        const digits = digitsFor(now);
        grid.fill(rows.starts.length, side, (row, column) => {
          const i = row * side + column;
          const name = `${nameOf(numbers[i])}${change.cells[i] ? " cw-changed" : ""}`.trim();
          return { text: trimmed(numbers[i], digits), class: name, tint: now.limit > 0 ? Math.abs(numbers[i]) / now.limit : 0 };
        });
        figures.show(now, answers[way]);
      }
      equation.show(patchOf(now), numbers[at.row * side + at.column]);
      place(frame, { ...at, size: 1 });
      grid.select(at, (row, column) => row === at.row && column === at.column);
    },
  };
}

/** How much of the strongest response is left, and what the shift changed. */
function figuresView(text: Text) {
  const bar = h("span", { class: "cw-bar", "aria-hidden": "true" });
  const strongest = h("dd", { class: "cw-strongest" });
  const changed = h("dd", { class: "cw-change" });
  return {
    el: h("dl", { class: "cw-figures" }, h("dt", {}, text("strongest")), strongest, h("dt", {}, text("changed")), changed),
    show({ strongest: whole, shift }: Scene, { strongest: kept, change, numbers }: Answer): void {
      const share = whole > 0 ? Math.max(0, kept / whole) : undefined;
      bar.style.setProperty("--share", String(share ?? 0));
      const percent = share === undefined ? "" : `${trimmed(100 * share, 0)} %`;
      strongest.replaceChildren(bar, h("span", {}, `${trimmed(whole)} → ${trimmed(kept)} `), h("strong", {}, percent));
      const moved = shift.rows !== 0 || shift.columns !== 0;
      const cells = h("span", {}, text("changed_cells", { count: change.count, cells: numbers.length }));
      const mean = h("span", {}, text("on_average", { mean: trimmed(change.mean) }));
      changed.replaceChildren(...(moved ? [cells, " ", mean] : ["–"]));
      changed.classList.toggle("cw-some", moved && change.count > 0);
    },
  };
}

/** Digits behind the point with which all three outputs fit into their cells; the sum has two in any case. */
function digitsFor({ answers }: Scene): number {
  const all = Object.values(answers!).flatMap(({ numbers }) => [...numbers]);
  return [2, 1].find((digits) => all.every((number) => trimmed(number, digits).length <= LONGEST)) ?? 0;
}

/** The longest of the texts in the outputs' cells. */
export function longestAnswer(scene: Scene): number {
  if (!scene.answers) return 1;
  const digits = digitsFor(scene);
  const lengths = Object.values(scene.answers).flatMap(({ numbers }) => Array.from(numbers, (number) => trimmed(number, digits).length));
  return Math.max(...lengths);
}

function nameOf(number: number): string {
  if (number === 0) return "cw-zero";
  return number < 0 ? "cw-below" : "";
}
