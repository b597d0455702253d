/** Every answer as a share of what it was at the start: a bar, a percentage, and the numbers behind them. */
import { h } from "../core/dom";
import { format } from "../core/numbers";
import type { Outcome } from "./experiment";
import { ratio } from "./measures";
import type { Scene, Text, View } from "./scene";

/** The longest bar: more than this is told by its number alone. */
const LONGEST = 1.25;

interface Row {
  readonly name: "moved_back" | "response_in_place" | "pooled_in_place" | "globalMax" | "globalAverage" | "dense";
  readonly kind: "equivariance" | "changes" | "local" | "invariance" | "place";
  readonly share: (outcome: Outcome) => number;
  readonly detail: (outcome: Outcome, text: Text) => string;
}

const NOTHING = () => "";

const ROWS: readonly Row[] = [
  { name: "moved_back", kind: "equivariance", share: ({ moved }) => found(moved), detail: cells },
  { name: "response_in_place", kind: "changes", share: (outcome) => outcome.responseInPlace, detail: NOTHING },
  { name: "pooled_in_place", kind: "local", share: (outcome) => outcome.pooledInPlace, detail: NOTHING },
  pair("globalMax", "invariance"),
  pair("globalAverage", "invariance", 3),
  pair("dense", "place"),
];

export function answers(text: Text): View {
  const rows = ROWS.map(({ name, kind, share, detail }) => {
    const bar = h("span", { class: "cw-bar" });
    const percentage = h("span", { class: "cw-value" });
    const numbers = h("span", { class: "cw-note" });
    const el = h(
      "li",
      { class: `cw-answer cw-answer-${name}` },
      h("span", { class: "cw-answer-name" }, h("b", {}, text(name)), h("span", { class: "cw-kind" }, text(kind))),
      numbers,
      percentage,
      h("span", { class: "cw-track", "aria-hidden": "true" }, bar),
    );
    return {
      el,
      show(outcome: Outcome): void {
        const value = share(outcome);
        percentage.textContent = percent(value);
        bar.style.width = `${(100 * Math.max(0, Math.min(LONGEST, value || 0))) / LONGEST}%`;
        numbers.textContent = detail(outcome, text);
      },
    };
  });
  return {
    el: h(
      "div",
      { class: "cw-answers" },
      h("p", { class: "cw-title" }, text("answers"), h("span", { class: "cw-kind cw-first" }, text("first"))),
      h("ul", {}, ...rows.map(({ el }) => el)),
    ),
    show: ({ outcome }: Scene) => rows.forEach((row) => row.show(outcome)),
  };
}

/** What a screen reader is told once the object rests. */
export function spoken({ outcome, at }: Scene, text: Text): string {
  const shares = Object.fromEntries(ROWS.map(({ name, share }) => [name, percent(share(outcome))]));
  return text("spoken", { ...at, ...shares });
}

/** Cut, not rounded: 100% are all of them. */
function found({ agreeing, compared, lost }: Outcome["moved"]): number {
  return Math.floor(100 * ratio(agreeing, compared + lost)) / 100;
}

function cells({ moved: { agreeing, compared, lost, difference } }: Outcome, text: Text): string {
  const values = { agreeing, cells: compared + lost, lost, difference: format(difference) };
  return text(lost ? "agreement_lost" : "agreement", values);
}

/** A number now and at the start. */
function pair(name: "globalMax" | "globalAverage" | "dense", kind: Row["kind"], digits = 2): Row {
  return {
    name,
    kind,
    share: (outcome) => ratio(outcome[name].now, outcome[name].start),
    detail: (outcome) => `${format(outcome[name].start, digits)} → ${format(outcome[name].now, digits)}`,
  };
}

function percent(share: number): string {
  return Number.isNaN(share) ? "—" : `${format(100 * share, 0)}%`;
}
