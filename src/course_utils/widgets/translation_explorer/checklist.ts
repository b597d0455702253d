/** The exceptions to "it moves along": each ticks itself and explains itself once the reader has brought it about. */
import { h } from "../core/dom";
import { EXCEPTIONS } from "./experiment";
import type { Scene, Text, View } from "./scene";

export function checklist(text: Text): View {
  const count = h("span", { class: "cw-size", role: "status" });
  const items = EXCEPTIONS.map((name) => {
    const mark = h("span", { class: "cw-check", "aria-hidden": "true" });
    const state = h("span", { class: "cw-visually-hidden" }, text("open"));
    const now = h("span", { class: "cw-kind", hidden: true }, text("now"));
    const words = h("p", { class: "cw-note" }, text(`${name}_hint`));
    const el = h("li", {}, mark, h("div", {}, h("b", {}, text(name)), now, state, words));
    let found = false;
    return {
      name,
      el,
      /** Returns whether it has been found, now or before. */
      show(holds: boolean): boolean {
        now.hidden = !holds;
        if (holds && !found) {
          found = true;
          el.className = "cw-found";
          state.textContent = text("found");
          words.textContent = text(`${name}_why`);
        }
        return found;
      },
    };
  });
  let before = -1;
  return {
    el: h(
      "div",
      { class: "cw-checklist" },
      h("p", { class: "cw-title" }, text("exceptions"), count),
      h("ul", {}, ...items.map(({ el }) => el)),
    ),
    show({ outcome }: Scene) {
      const found = items.filter(({ name, show }) => show(outcome.exceptions.includes(name))).length;
      if (found !== before) count.textContent = text("found_count", { found, all: items.length });
      before = found;
    },
  };
}
