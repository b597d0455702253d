/** The page after the last question: what is solved, what is left, and a way back to each. */
import { button } from "../core/controls";
import { h, svg } from "../core/dom";
import type { Page } from "./card";
import { icon } from "./icons";
import { statusOf } from "./progress";
import type { Actions, Scene, Text } from "./scene";

export function summary({ questions, progress }: Scene, text: Text, actions: Actions): Page {
  const attempts = questions.map((question) => progress.of(question));
  const count = questions.length;
  const solved = attempts.filter((attempt) => attempt.solved).length;
  const atOnce = attempts.filter((attempt) => attempt.solved && attempt.tries === 1).length;
  const open = attempts.findIndex((attempt) => !attempt.solved);
  const start = h(
    "p",
    { class: "cw-headline", tabindex: -1 },
    text(solved === count ? "all_solved" : solved > 0 ? "some_solved" : "none_solved", { solved, count }),
  );

  const items = questions.map(({ title }, i) => {
    const status = statusOf(attempts[i]);
    const { tries } = attempts[i];
    return h(
      "li",
      { "data-status": status },
      h("span", { class: "cw-sign" }, status === "solved" ? icon("right") : String(i + 1)),
      h("button", { type: "button", class: "cw-link", onclick: () => actions.go(i) }, title),
      status !== "open" && h("span", { class: "cw-note" }, text(status === "solved" && tries > 1 ? "tries" : status, { tries })),
    );
  });
  const touched = attempts.some(({ tries }) => tries > 0);
  const goOn = button(text(touched ? "go_on" : "begin"), () => actions.go(open), { class: "cw-button cw-primary" });
  const restart = button(text("restart"), actions.restart);
  return {
    start,
    el: h(
      "div",
      { class: "cw-card cw-summary" },
      h(
        "div",
        { class: "cw-result" },
        ring(atOnce / count, solved / count, `${solved}/${count}`),
        h("div", {}, start, solved > 0 && h("p", { class: "cw-note" }, text("at_once", { count: atOnce }))),
      ),
      h("ol", { class: "cw-overview" }, ...items),
      h("div", { class: "cw-actions" }, open >= 0 && goOn, touched && restart, h("span", { class: "cw-note" }, text("kept"))),
    ),
  };
}

/** A ring: what was solved at once in full colour, what took more tries paler. */
function ring(atOnce: number, solved: number, label: string): SVGElement {
  const arc = (share: number, name: string) =>
    svg("circle", { class: name, cx: 40, cy: 40, r: 34, pathLength: 1, "stroke-dasharray": `${share} 1` });
  return svg(
    "svg",
    { class: "cw-ring", viewBox: "0 0 80 80", "aria-hidden": "true" },
    svg("circle", { class: "cw-ring-ground", cx: 40, cy: 40, r: 34 }),
    solved > 0 && arc(solved, "cw-ring-solved"),
    atOnce > 0 && arc(atOnce, "cw-ring-at-once"),
    svg("text", { x: 40, y: 40 }, label),
  );
}
