/** What pooling does to the shape, and the three outputs side by side; or a word where no window fits. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { longestAnswer, outputView } from "./output";
import { WAYS } from "./pooling";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

// Beyond these, a phone has no room for words beside an output.
const NARROW = 5;

export function outputsView(text: Text, actions: Actions): View {
  const views = WAYS.map((way) => outputView(way, text, actions));
  const summary = h("p", { class: "cw-summary" });
  const problem = h("p", { class: "cw-problem", role: "status" });
  const outputs = h("div", { class: "cw-outputs" }, ...views.map((view) => view.el));
  return {
    el: h("section", { class: "cw-results" }, problem, summary, outputs),
    show(scene, level) {
      if (level >= SETTINGS) {
        const { shape, settings, windows, outputShape } = scene;
        problem.textContent = windows > 0 ? "" : text("no_window", { height: shape[0], width: shape[1], k: settings.pool_size });
        summary.hidden = outputs.hidden = windows === 0;
        summary.replaceChildren(...sizes(scene, text));
        outputs.classList.toggle("cw-wide", outputShape[1] > NARROW);
        outputs.style.setProperty("--columns", String(outputShape[1]));
        outputs.style.setProperty("--digits", String(longestAnswer(scene)));
      }
      for (const view of views) view.show(scene, level);
    },
  };
}

/** "8 × 8 × 2 → 4 × 4 × 2", and how many numbers are left. */
function sizes({ shape, outputShape }: Scene, text: Text): HTMLElement[] {
  const [from, to] = [shape, outputShape].map((sides) => sides.reduce((product, side) => product * side));
  return [
    h("span", {}, h("strong", {}, `${shape.join(" × ")} → ${outputShape.join(" × ")}`)),
    h("span", {}, `${text("count")} `, h("strong", {}, `${from} → ${to} (${trimmed((100 * to) / from, 1)} %)`)),
  ];
}
