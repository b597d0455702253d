/** What does the reader expect? The answer uncovers both rows. */
import { button } from "../core/controls";
import { h } from "../core/dom";
import type { Actions, Text, View } from "./scene";
import { EXPECTED } from "./traits";
import { pictureName } from "./words";

export function question(text: Text, actions: Actions): View {
  const asked = h("p");
  const answers = EXPECTED.map((answer) => button(text(`expect_${answer}`), () => actions.change({ answer })));
  const choices = h("div", { class: "cw-answers", role: "group", "aria-label": text("expectation") }, ...answers);
  const again = button(text("ask_again"), () => actions.change({ answer: "" }));
  const el = h("div", { class: "cw-question" }, asked, choices, again);
  return {
    el,
    show({ gallery, index, ask, asking }) {
      const focused = document.activeElement; // before anything goes: a browser may drop the focus at once
      el.hidden = !ask;
      asked.hidden = choices.hidden = !asking;
      again.hidden = asking;
      asked.textContent = text("question", { picture: pictureName(text, gallery, index) });
      // Whoever has just pressed a button that goes finds the focus on the one that comes.
      if (el.contains(focused) && focused!.closest("[hidden]")) (asking ? answers[0] : again).focus();
    },
  };
}
