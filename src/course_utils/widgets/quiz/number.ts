/** A number to be typed. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import type { Answer, AnswerProps } from "./answer";
import type { NumberQuestion } from "./questions";
import type { Text } from "./scene";

export function numberAnswer({ question, response, changed }: AnswerProps<NumberQuestion>, text: Text): Answer {
  const id = uniqueId("number");
  const signed = [question.answer, ...question.traps.map(({ value }) => value)].some((value) => value < 0);
  const input = h("input", {
    id,
    type: "text",
    // Decimal keypads have no minus sign on some phones.
    inputmode: signed ? "text" : "decimal",
    autocomplete: "off",
    value: typeof response === "string" ? response : "",
    ...KEYS_STAY_HERE,
    oninput: () => changed(input.value),
  });
  return {
    el: h(
      "div",
      { class: "cw-number" },
      h("label", { for: id }, text("answer")),
      input,
      question.unit && h("span", { class: "cw-unit" }, question.unit),
    ),
    read: () => input.value,
    mark(verdict) {
      input.classList.toggle("cw-right", verdict?.right === true);
      input.classList.toggle("cw-wrong", verdict?.right === false);
    },
  };
}
