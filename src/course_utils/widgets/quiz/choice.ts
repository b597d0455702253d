/** One of several choices. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import type { Answer, AnswerProps } from "./answer";
import { smallGrid } from "./exhibits";
import { icon } from "./icons";
import { rich } from "./markup";
import type { ChoiceQuestion } from "./questions";
import { shuffledIndices } from "./random";

export function choiceAnswer({ question, seed, response, changed }: AnswerProps<ChoiceQuestion>): Answer {
  const name = uniqueId("choices");
  const labels = shuffledIndices(question.choices.length, seed).map((index) => {
    const { text, grid } = question.choices[index];
    const checked = index === response;
    const input = h("input", { type: "radio", name, checked, ...KEYS_STAY_HERE, onchange: () => changed(index) });
    const mark = h("span", { class: "cw-choice-mark" });
    return {
      index,
      el: h("label", { class: "cw-choice" }, input, grid && smallGrid(grid), h("span", { class: "cw-choice-text" }, rich(text)), mark),
      input,
      mark,
    };
  });
  return {
    el: h("div", { class: "cw-choices" }, ...labels.map(({ el }) => el)),
    read: () => labels.find(({ input }) => input.checked)?.index,
    mark(verdict) {
      for (const { el, input, mark } of labels) {
        const judged = input.checked && verdict;
        el.classList.toggle("cw-right", Boolean(judged && judged.right));
        el.classList.toggle("cw-wrong", Boolean(judged && !judged.right));
        mark.replaceChildren(...(judged ? [icon(judged.right ? "right" : "wrong")] : []));
      }
    },
  };
}
