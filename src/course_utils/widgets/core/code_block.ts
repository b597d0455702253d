/** Python code that a reader can copy. */
import { button, KEYS_STAY_HERE } from "./controls";
import { h } from "./dom";
import type { Translate } from "./strings";

/** @param text gives `code` (what the code is), `copy`, `copied` and `selected` */
export function codeBlock(text: Translate<"code" | "copy" | "copied" | "selected">): { el: HTMLElement; show(code: string): void } {
  const code = h("code");
  const note = h("span", { class: "cw-note", role: "status" });
  const copy = button(text("copy"), async () => {
    const copied = await navigator.clipboard?.writeText(code.textContent!).then(() => true, () => false);
    // Where the page may not write to the clipboard, Ctrl+C still takes what is selected.
    if (!copied) getSelection()?.selectAllChildren(code);
    note.textContent = text(copied ? "copied" : "selected");
  });
  return {
    el: h(
      "div",
      { class: "cw-code" },
      h("p", { class: "cw-title" }, text("code")),
      h("pre", { tabindex: 0, "aria-label": text("code"), ...KEYS_STAY_HERE }, code),
      h("div", { class: "cw-controls" }, copy, note),
    ),
    show(now) {
      if (code.textContent === now) return;
      code.textContent = now;
      note.textContent = "";
    },
  };
}
