/** The words after “check”: right or not yet, and why. */
import { h, type Child } from "../core/dom";
import { icon } from "./icons";
import type { Verdict } from "./judge";
import { rich } from "./markup";
import type { Question } from "./questions";
import type { Text } from "./scene";

export function feedback(question: Question, verdict: Verdict, text: Text): HTMLElement {
  const { right } = verdict;
  return h(
    "div",
    { class: `cw-verdict ${right ? "cw-right" : "cw-wrong"}` },
    h("span", { class: "cw-sign" }, icon(right ? "right" : "wrong")),
    h(
      "div",
      {},
      h("p", {}, h("strong", {}, text(right ? "right" : "wrong")), " ", inPlace(verdict, text)),
      h("p", {}, verdict.reason === undefined ? text("again") : rich(verdict.reason)),
      right && otherChoices(question, text),
    ),
  );
}

/** What to say where there is no answer to judge. */
export function noAnswer({ kind }: Question, text: Text): HTMLElement {
  return h("p", { class: "cw-note" }, text(kind === "number" ? "type_first" : "choose_first"));
}

function inPlace({ right, inPlace }: Verdict, text: Text): Child {
  return !right && inPlace !== undefined && text(inPlace > 0 ? "in_place" : "none_in_place", { count: inPlace });
}

/** Once it is solved: the reasons against the other choices, for who wants to read them. */
function otherChoices(question: Question, text: Text): Child {
  if (question.kind !== "choice") return null;
  const others = question.choices.filter(({ right }) => !right);
  return h(
    "details",
    {},
    h("summary", {}, text("others")),
    h("dl", {}, ...others.flatMap(({ text, reason }) => [h("dt", {}, rich(text)), h("dd", {}, rich(reason))])),
  );
}
