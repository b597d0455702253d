/** The chosen picture and its nearest neighbours, a row a space: those of its class carry a tick. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import type { Actions, Scene, Text, View } from "./scene";
import { paint, thumbnail } from "./thumbnail";
import type { Space } from "./traits";
import { pictureName, scoreOf } from "./words";

/** The picture that is looked at. */
export function chosenPicture(text: Text): View {
  const canvas = thumbnail();
  const name = h("b");
  return {
    el: h("div", { class: "cw-chosen" }, canvas, h("p", {}, h("span", { class: "cw-note" }, text("chosen")), name)),
    show({ gallery, sheet, index }) {
      paint(canvas, gallery, sheet, index);
      name.textContent = pictureName(text, gallery, index);
    },
  };
}

export function row(space: Space, text: Text, actions: Actions): View {
  const count = h("span", { class: "cw-count" });
  const list = h("ol", { "aria-label": text(space) });
  let places: Place[] = [];
  return {
    el: h(
      "section",
      { class: `cw-row cw-row-${space}` },
      h("p", { class: "cw-title" }, text(space), count),
      h("p", { class: "cw-note" }, text(`${space}_measure`)),
      list,
    ),
    show(scene) {
      const { k, near, same, asking } = scene;
      if (places.length !== k) {
        places = Array.from({ length: k }, (_, rank) => places[rank] ?? place(space, rank, text, actions));
        list.replaceChildren(...places.map(({ el }) => el));
      }
      places.forEach(({ show }) => show(scene));
      count.textContent = asking ? "?" : text("same_count", { same: same[space], k });
      list.hidden = !near[space].length;
    },
  };
}

interface Place {
  readonly el: HTMLElement;
  show(scene: Scene): void;
}

/** One neighbour, which can be picked in its turn; a question mark as long as the reader is asked. */
function place(space: Space, rank: number, text: Text, actions: Actions): Place {
  let index = 0;
  const canvas = thumbnail();
  const tick = h("span", { class: "cw-tick", "aria-hidden": "true" });
  const score = h("span", { class: "cw-score", "aria-hidden": "true" });
  const press = h("button", { type: "button", ...KEYS_STAY_HERE, onclick: () => actions.change({ index }) }, canvas, tick);
  const el = h("li", {}, press, score);
  return {
    el,
    show({ gallery, sheet, near, asking }) {
      const neighbour = near[space][rank];
      index = neighbour.index;
      const value = scoreOf(space, neighbour.score);
      const values = { rank: rank + 1, picture: pictureName(text, gallery, index), score: value };
      const label = asking ? text("covered", values) : text(neighbour.same ? `${space}_same` : `${space}_other`, values);
      el.className = asking ? "cw-covered" : neighbour.same ? "cw-same" : "cw-other";
      press.disabled = asking;
      press.setAttribute("aria-label", label);
      press.title = label;
      tick.textContent = asking ? "?" : neighbour.same ? "✓" : "✕";
      score.textContent = asking ? "" : value;
      paint(canvas, gallery, asking ? undefined : sheet, index);
    },
  };
}
