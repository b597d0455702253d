/** The strip above the card: how far the reader has come, and a way to every question. */
import { h } from "../core/dom";
import { icon } from "./icons";
import { statusOf } from "./progress";
import type { Actions, Scene, Text } from "./scene";

export interface Strip {
  readonly el: HTMLElement;
  show(index: number): void;
}

export function strip({ section, questions, progress }: Scene, text: Text, actions: Actions): Strip {
  const count = h("span", { class: "cw-count" });
  const steps = questions.map((_, index) => step(String(index + 1), () => actions.go(index)));
  const end = step(icon("flag"), () => actions.go(questions.length));
  end.setAttribute("aria-label", text("summary"));
  end.title = text("summary");
  const list = [...steps, end];
  return {
    el: h(
      "nav",
      { class: "cw-strip", "aria-label": text("strip", { section }) },
      h("p", { class: "cw-name" }, h("strong", {}, text("name", { section })), count),
      h("ol", {}, ...list.map((step) => h("li", {}, step))),
    ),
    show(index) {
      questions.forEach((question, i) => {
        const status = statusOf(progress.of(question));
        const label = text("step", { number: i + 1, title: question.title, status: text(status) });
        steps[i].dataset.status = status;
        steps[i].setAttribute("aria-label", label);
        steps[i].title = label;
      });
      list.forEach((step, i) => (i === index ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current")));
      const solved = questions.filter((question) => progress.of(question).solved).length;
      count.textContent = text("count", { solved, count: questions.length });
    },
  };
}

function step(label: string | Node, pressed: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "cw-strip-step", onclick: pressed }, label);
}
