/** Pictures to begin with: one click, and it stands on the pad. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import { tensor, type Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";
import { showPicture } from "./painting";
import { NET, type Actions, type Text, type View } from "./scene";

/**
 * @param pictures all examples one after the other, told when the net changes
 * @param truths what each of them is, or nothing
 */
export function exampleStrip(text: Text, pictures: () => readonly Tensor[], truths: () => readonly string[], actions: Actions): View {
  const list = h("div", { class: "cw-examples", role: "group", "aria-label": text("examples") });
  let buttons: HTMLButtonElement[] = [];
  const build = (theme: Theme) => {
    buttons = pictures().map((picture, i) => {
      const canvas = h("canvas", { "aria-hidden": "true" });
      showPicture(canvas, picture, theme);
      const truth = truths()[i];
      const label = truth === undefined ? text("example", { number: i + 1 }) : text("example_of", { number: i + 1, truth });
      return h("button", { type: "button", "aria-label": label, title: label, ...KEYS_STAY_HERE, onclick: () => actions.pick(i) }, canvas);
    });
    const focused = [...list.children].indexOf(document.activeElement!);
    list.replaceChildren(h("span", { class: "cw-note", "aria-hidden": "true" }, text("examples")), ...buttons);
    buttons[focused - 1]?.focus();
  };
  return {
    el: list,
    show(scene, level) {
      if (level >= NET) build(scene.theme);
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(scene.untouched && i === scene.example)));
    },
  };
}

/** One tensor for each picture of a trait that holds several. */
export function separate({ data, shape: [count, ...shape] }: Tensor): Tensor[] {
  const size = data.length / count;
  return Array.from({ length: count }, (_, i) => tensor(shape, data.subarray(i * size, (i + 1) * size)));
}
