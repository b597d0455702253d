/** One question: what it asks, where to answer, and what there is to say about the answer. */
import { button } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import type { Answer } from "./answer";
import { choiceAnswer } from "./choice";
import { exhibits } from "./exhibits";
import { feedback, noAnswer } from "./feedback";
import type { Response } from "./judge";
import { rich } from "./markup";
import { numberAnswer } from "./number";
import { orderAnswer } from "./order";
import type { Question } from "./questions";
import type { Actions, Scene, Text } from "./scene";

export interface Page {
  readonly el: HTMLElement;
  /** Where the focus goes when the reader comes here. */
  readonly start: HTMLElement;
}

export function card(index: number, { section, questions, progress }: Scene, text: Text, actions: Actions): Page {
  const question = questions[index];
  const said = h("div", { class: "cw-said", role: "status" });
  const answer = answerTo(question, `${section} ${question.id}`, progress.of(question).response, text, (response) => {
    progress.answer(question, response);
    show();
  });
  const check = button(text("check"), () => {}, { type: "submit" });
  const next = button(text(index + 1 < questions.length ? "next" : "to_summary"), () => actions.go(index + 1));
  const previous = button(text("previous"), () => actions.go(index - 1));
  const hint = hintOf(question, text);

  function show(): void {
    const verdict = progress.verdictOf(question);
    answer.mark(verdict);
    said.replaceChildren(...(verdict ? [feedback(question, verdict, text)] : []));
    check.classList.toggle("cw-primary", !verdict?.right);
    next.classList.toggle("cw-primary", verdict?.right === true);
  }

  function submitted(event: Event): void {
    event.preventDefault();
    const verdict = progress.check(question, answer.read());
    show();
    if (!verdict) said.replaceChildren(noAnswer(question, text));
    actions.judged();
  }

  previous.disabled = index === 0;
  show();
  const fieldset = h(
    "fieldset",
    { class: "cw-question", tabindex: -1 },
    h("legend", {}, h("span", { class: "cw-question-title" }, question.title), h("span", {}, rich(question.prompt))),
    ...exhibits(question),
    answer.el,
  );
  return {
    start: fieldset,
    el: h(
      "form",
      { class: "cw-card", onsubmit: submitted },
      h("p", { class: "cw-kicker" }, text("place", { number: index + 1, count: questions.length })),
      fieldset,
      hint.el,
      said,
      h("div", { class: "cw-actions" }, check, hint.opener, h("span", { class: "cw-turn" }, previous, next)),
    ),
  };
}

function answerTo(
  question: Question,
  seed: string,
  response: Response | undefined,
  text: Text,
  changed: (response: Response) => void,
): Answer {
  switch (question.kind) {
    case "choice":
      return choiceAnswer({ question, seed, response, changed });
    case "number":
      return numberAnswer({ question, seed, response, changed }, text);
    case "order":
      return orderAnswer({ question, seed, response, changed }, text);
  }
}

/** A hint and the button that opens it. */
function hintOf({ hint }: Question, text: Text): { el: HTMLElement; opener: HTMLElement | null } {
  const id = uniqueId("hint");
  const el = h("p", { id, class: "cw-hint", hidden: true }, rich(hint ?? ""));
  if (!hint) return { el, opener: null };
  const opener = button(text("hint"), () => {
    el.hidden = !el.hidden;
    opener.setAttribute("aria-expanded", String(!el.hidden));
  }, { "aria-expanded": "false", "aria-controls": id });
  return { el, opener };
}
