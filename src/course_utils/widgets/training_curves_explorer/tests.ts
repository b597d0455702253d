/** What came out on the test pictures, with the weights of each seed's best epoch: each with its interval. */
import { h } from "../core/dom";
import { CURVES, type Text, type View } from "./scene";
import { interval } from "./statistics";
import type { Training } from "./trainings";
import { grouped, percent } from "./words";

/** The strip begins where the chart's axis does. */
const LOWEST = 0.4;

export function tests(text: Text): View {
  const body = h("tbody");
  const note = h("p", { class: "cw-note" });
  return {
    el: h("div", { class: "cw-tests" }, h("table", {}, h("caption", {}, text("tests")), body), note),
    show({ now, pinned, asking }, level) {
      if (level < CURVES) return;
      body.replaceChildren(...(asking ? [h("tr", {}, h("td", {}, text("covered_tests")))] : rowsOf(now, pinned, text)));
      const said = [text("tests_note", { count: grouped(now.seeds[0].count) }), now.seeds.length > 1 && text("mean_note")];
      note.textContent = asking ? "" : said.filter(Boolean).join(" ");
    },
  };
}

function rowsOf(now: Training, pinned: Training | undefined, text: Text): HTMLElement[] {
  const each = now.seeds.flatMap(({ seed, best, correct, count }) => row(text("seed", { seed, epoch: best }), "seed", correct, count));
  const mean = (name: string, kind: string, { seeds }: Training) =>
    row(name, kind, seeds.reduce((sum, { correct }) => sum + correct, 0) / seeds.length, seeds[0].count);
  return [
    ...each,
    ...(now.seeds.length > 1 ? mean(text("mean"), "mean", now) : []),
    ...(pinned ? mean(text("pinned"), "pinned", pinned) : []),
  ];
}

function row(name: string, kind: string, correct: number, count: number): HTMLElement[] {
  const [low, high] = interval(correct, count);
  const x = (share: number) => `${(100 * (share - LOWEST)) / (1 - LOWEST)}%`;
  const strip = h("div", { class: "cw-strip", "aria-hidden": "true" }, h("span"), h("i"));
  strip.style.setProperty("--low", x(low));
  strip.style.setProperty("--high", x(high));
  strip.style.setProperty("--at", x(correct / count));
  const figures = h("td", {}, h("b", {}, percent(correct / count)), h("span", { class: "cw-interval" }, ` (${range(low, high)})`));
  return [
    h("tr", { class: `cw-test-${kind}` }, h("th", { scope: "row" }, name), figures),
    h("tr", { class: `cw-test-${kind} cw-strip-row`, "aria-hidden": "true" }, h("td", { colspan: 2 }, strip)),
  ];
}

function range(low: number, high: number): string {
  return `${percent(low).replace("%", "")}–${percent(high)}`;
}
