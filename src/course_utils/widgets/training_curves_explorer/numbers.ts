/** The figures at the cursor and at the best epoch, beside those of the pinned curves. */
import { h } from "../core/dom";
import { pairOf, type Scene, type Text, type View } from "./scene";
import { bestEpoch, gapOf } from "./statistics";
import type { Training } from "./trainings";
import { difference, duration, figure } from "./words";

const ROWS = ["training", "validation", "gap", "best", "best_epoch", "time"] as const;
const COVERED = "?";

export function numbers(text: Text): View {
  const caption = h("caption");
  const head = h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, text("shown")), h("th", { scope: "col" }, text("pinned"))));
  const rows = ROWS.map((name) => {
    const cells = [h("td"), h("td", { class: "cw-reference" })];
    return { name, cells, el: h("tr", { class: `cw-row-${name}` }, h("th", { scope: "row" }, text(name)), ...cells) };
  });
  return {
    el: h("table", { class: "cw-numbers" }, caption, head, h("tbody", {}, ...rows.map(({ el }) => el))),
    show(scene) {
      const { now, pinned, epoch } = scene;
      caption.textContent = text("at_epoch", { epoch });
      head.hidden = !pinned;
      const [shown, reference] = [now, pinned].map((training) => training && figuresOf(training, scene, text));
      for (const { name, cells } of rows) {
        cells[0].textContent = shown![name];
        cells[1].textContent = reference?.[name] ?? "";
        cells[1].hidden = !reference;
      }
    },
  };
}

function figuresOf(training: Training, { metric, epoch, asking }: Scene, text: Text): Record<(typeof ROWS)[number], string> {
  const pair = pairOf(training, metric);
  const [one, other] = [pair.training.mean[epoch - 1], pair.validation.mean[epoch - 1]];
  const best = bestEpoch(metric, pair.validation.mean);
  return {
    training: figure(metric, one),
    validation: figure(metric, other),
    gap: difference(text, metric, gapOf(metric, one, other)),
    best: asking ? COVERED : figure(metric, pair.validation.mean[best - 1]),
    best_epoch: asking ? COVERED : text("at_epoch", { epoch: best }),
    time: text("time_so_far", { time: duration(text, epoch * training.seconds) }),
  };
}
