/** What the choice costs: parameters, memory and time. */
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { batch_size, image_size, LEAST, tolerance } from "./costs";
import type { Scene, Text, View } from "./scene";
import { grouped, megabytes, milliseconds } from "./words";

const LINES: Record<string, (scene: Scene) => string> = {
  trainable: ({ costs }) => grouped(costs.trainable),
  frozen: ({ costs }) => grouped(costs.frozen),
  weights: ({ costs }) => megabytes(costs.memory.weights),
  gradients: ({ costs }) => megabytes(costs.memory.gradients),
  adam: ({ costs }) => megabytes(costs.memory.adam),
  kept: ({ costs }) => megabytes(costs.memory.kept),
  memory: ({ costs }) => megabytes(Object.values(costs.memory).reduce((sum, part) => sum + part)),
  time: ({ costs }) => milliseconds(costs.seconds),
  ratio: ({ costs }) => `${format(costs.seconds / LEAST, 1)}×`,
};

export function figures(text: Text): View {
  const cells = Object.keys(LINES).map((name) => ({ name, cell: h("td") }));
  const rows = cells.map(({ name, cell }) =>
    h("tr", { class: `cw-row-${name}` }, h("th", { scope: "row" }, text(name as "time")), cell),
  );
  return {
    el: h(
      "div",
      { class: "cw-figures" },
      h("table", {}, h("caption", {}, text("costs")), h("tbody", {}, ...rows)),
      h("p", { class: "cw-note" }, text("measured", { batch: batch_size, side: image_size, off: format(100 * tolerance, 0) })),
    ),
    show(scene) {
      for (const { name, cell } of cells) cell.textContent = LINES[name](scene);
    },
  };
}
