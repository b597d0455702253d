/** What the net answers: a bar for each class, and the cell behind it one click away. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { indexOfLargest } from "./net";
import { NET, PICTURE, type Actions, type Scene, type Text, type View } from "./scene";

interface Bar {
  readonly el: HTMLButtonElement;
  readonly fill: HTMLElement;
  readonly value: HTMLElement;
}

export function answer(text: Text, actions: Actions): View {
  const title = h("p", { class: "cw-answer-title" });
  const list = h("div", { class: "cw-bars", role: "group", "aria-label": text("answer") });
  let bars: Bar[] = [];
  const build = ({ labels, net }: Scene) => {
    bars = labels.map((label, column) => {
      const [fill, value] = [h("span", { class: "cw-fill" }), h("span", { class: "cw-share" })];
      const choose = () => actions.choose({ layer: net.layers.length - 1, column });
      const el = h("button", { type: "button", class: "cw-bar", ...KEYS_STAY_HERE, onclick: choose }, h("span", {}, label), h("span", { class: "cw-track" }, fill), value);
      return { el, fill, value };
    });
    list.replaceChildren(...bars.map(({ el }) => el));
  };
  return {
    el: h("div", { class: "cw-answers" }, title, list),
    show(scene, level) {
      const { data } = scene.outputs[scene.outputs.length - 1];
      const last = scene.net.layers.length - 1;
      if (level >= NET) build(scene);
      if (level >= PICTURE) {
        const best = indexOfLargest(data);
        const full = probable(scene) ? 1 : Math.max(...data.map(Math.abs), 1e-9);
        title.replaceChildren(text("answer"), h("strong", {}, scene.labels[best]), h("span", {}, written(scene, data[best])), truthBeside(text, scene));
        bars.forEach(({ el, fill, value }, i) => {
          fill.style.transform = `scaleX(${Math.abs(data[i]) / full})`;
          fill.classList.toggle("cw-negative", data[i] < 0);
          value.textContent = written(scene, data[i]);
          el.classList.toggle("cw-best", i === best);
        });
      }
      bars.forEach(({ el }, i) => el.setAttribute("aria-pressed", String(scene.cell.layer === last && scene.cell.column === i)));
    },
  };
}

/** Whether the answer is right, where that is known. */
function truthBeside(text: Text, scene: Scene): HTMLElement | string {
  const { truth } = scene;
  if (truth === undefined) return "";
  const right = truth === answerOf(scene).label;
  return h("span", { class: `cw-truth${right ? "" : " cw-wrong"}` }, text(right ? "right" : "wrong", { truth }));
}

/** The answer in words. */
export function answerOf(scene: Scene): { label: string; share: string } {
  const { data } = scene.outputs[scene.outputs.length - 1];
  const best = indexOfLargest(data);
  return { label: scene.labels[best], share: written(scene, data[best]) };
}

function probable({ net: { layers } }: Scene): boolean {
  return ["softmax", "sigmoid"].includes(layers[layers.length - 1].settings.activation ?? "");
}

function written(scene: Scene, value: number): string {
  return probable(scene) ? `${format(value * 100, 1)} %` : format(value);
}
