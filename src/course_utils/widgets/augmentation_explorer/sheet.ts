/** The picture on the left; on the right what the net gets to see of it, one preview an epoch. */
import { button, KEYS_STAY_HERE, segmented } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { paintPicture } from "../core/paint";
import { pictureInput } from "../core/upload";
import { CHOICE, PICTURE, PREVIEWS, SHEET, type Actions, type Text, type View } from "./scene";
import { LAST_EPOCH, SEEDS } from "./traits";
import { phrases } from "./words";

/** @param area where a picture may be pasted or dropped */
export function original(text: Text, area: HTMLElement, actions: Actions): View {
  const canvas = h("canvas", { role: "img" });
  const size = h("span", { class: "cw-size" });
  const mode = segmented(
    text("mode"),
    [{ value: "training", label: text("training") }, { value: "inference", label: text("inference") }],
    (value) => actions.change({ training: value === "training" }),
  );
  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-input" },
      h("figcaption", {}, text("input"), size),
      canvas,
      h("div", { class: "cw-controls" }, mode.el, pictureInput(text("upload"), area, actions.openPicture)),
      h("p", { class: "cw-hint" }, text("hint")),
    ),
    show({ picture, traits }, level) {
      if (level >= SHEET) mode.show(traits.training ? "training" : "inference");
      if (level < PICTURE) return;
      const [height, width, channels] = picture.shape as [number, number, number];
      paintPicture(canvas, picture);
      size.textContent = `${height} × ${width} × ${channels}`;
      canvas.setAttribute("aria-label", text("input_picture", { height, width, channels }));
    },
  };
}

export function sheet(text: Text, actions: Actions): View {
  const name = uniqueId("preview");
  const tiles = Array.from({ length: PREVIEWS }, (_, index) => tile(name, () => actions.change({ preview: index })));
  const title = h("span", { "aria-live": "polite" });
  let epoch = 1;
  let seed = 0;
  const turn = (sheets: number) => actions.change({ epoch: within(epoch + sheets * PREVIEWS) });
  const back = button("‹", () => turn(-1), { "aria-label": text("back"), title: text("back") });
  const on = button("›", () => turn(1), { "aria-label": text("on"), title: text("on") });
  const again = button("↻", () => actions.change({ seed: (seed + 1) % SEEDS, epoch: 1 }), { "aria-label": text("again"), title: text("again") });
  const said = h("p", { class: "cw-said" });
  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-output" },
      h("figcaption", {}, title, h("span", { class: "cw-turn" }, back, on, again)),
      h("div", { class: "cw-sheet", role: "radiogroup", "aria-label": text("sheet") }, ...tiles.map(({ el }) => el)),
      said,
    ),
    show(scene, level) {
      const { traits, previews } = scene;
      ({ epoch, seed } = traits);
      if (level >= SHEET) {
        title.textContent = text("epochs", { first: epoch, last: epoch + PREVIEWS - 1 });
        back.disabled = epoch <= 1;
        on.disabled = epoch >= LAST_EPOCH;
      }
      tiles.forEach(({ show }, i) => {
        const preview = previews[i];
        const words = phrases(scene, preview.draws, text).join(", ");
        if (level >= SHEET) paintPicture(tiles[i].canvas, scene.develop(preview));
        show(text("preview", { epoch: preview.epoch, words }), String(preview.epoch), i === traits.preview);
      });
      if (level >= CHOICE) {
        const chosen = previews[traits.preview];
        said.replaceChildren(
          h("b", {}, text("epoch", { epoch: chosen.epoch })),
          " ",
          ...phrases(scene, chosen.draws, text).map((phrase) => h("span", { class: "cw-term" }, phrase)),
        );
      }
    },
  };
}

/** A preview that can be chosen. */
function tile(name: string, chosen: () => void) {
  const input = h("input", { type: "radio", name, ...KEYS_STAY_HERE, onchange: chosen });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const number = h("span", { "aria-hidden": "true" });
  return {
    el: h("label", {}, input, canvas, number),
    canvas,
    show(label: string, epoch: string, checked: boolean): void {
      input.setAttribute("aria-label", label);
      input.checked = checked;
      number.textContent = epoch;
    },
  };
}

/** An epoch at which a sheet begins, no further than the last. */
function within(epoch: number): number {
  return Math.max(1, Math.min(LAST_EPOCH, epoch));
}
