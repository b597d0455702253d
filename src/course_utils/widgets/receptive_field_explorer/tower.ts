/** The stack as a tower: for each layer its name, its cells in cross-section, and its numbers; the picture at the bottom. */
import { button } from "../core/controls";
import { h } from "../core/dom";
import { lookingAt, placeOf } from "./model";
import { pointing } from "./pointing";
import type { Actions, Scene, Text, Unit, View } from "./scene";
import { drawSection, PROFILE } from "./section";
import { MOST_LAYERS, type Layer } from "./stack";

export interface Tower extends View {
  stop(): void;
}

export function towerView(text: Text, actions: Actions): Tower {
  let scene: Scene;
  const rows = Array.from({ length: MOST_LAYERS }, (_, layer) => layerRow(text, () => actions.edit(layer)));
  const pixels = pixelRow(text);
  const canvas = h("canvas", { role: "img" });
  const act = (on: (unit: Unit) => void) => (x: number, y: number) => {
    const unit = unitUnder(scene, canvas, x, y);
    if (unit) on(unit);
  };
  const stage = h(
    "div",
    {
      ...pointing({
        peek: act(actions.peek),
        choose: act(actions.choose),
        leave: () => actions.peek(undefined),
        step: (right, down) => (down === 0 ? actions.moveBy(0, right) : actions.climb(-down)),
      }),
      class: "cw-section",
      role: "application",
      "aria-label": text("section_stage"),
    },
    canvas,
  );
  const table = h("div", { role: "table", class: "cw-table", "aria-label": text("tower") }, header(text), ...rows.map(({ el }) => el), pixels.el);
  const profile = h("div", { class: "cw-profile-name" }, text("profile"));
  const draw = () => scene && drawSection(canvas, scene, scene.layers.length + 1);
  const observer = new ResizeObserver(draw);
  observer.observe(canvas);

  return {
    el: h("div", { class: "cw-tower" }, table, stage, profile),
    show(now) {
      scene = now;
      const count = now.layers.length;
      stage.style.gridRow = `2 / ${count + 4}`;
      stage.parentElement!.style.setProperty("--rows", String(count + 1));
      rows.forEach((row, layer) => row.show(now, layer));
      pixels.show(now);
      profile.classList.toggle("cw-off", now.view === "theoretical");
      canvas.setAttribute("aria-label", text("section", { count }));
      draw();
    },
    stop: () => observer.disconnect(),
  };
}

/** The unit under a place of the cross-section; over the picture's own row, the one of the current layer above it. */
function unitUnder(scene: Scene, canvas: HTMLCanvasElement, x: number, y: number): Unit | undefined {
  const { unit, layers, image, rows } = scene;
  if (!unit) return undefined;
  const height = canvas.clientHeight;
  const level = layers.length - Math.floor((y * height) / ((height - PROFILE) / (layers.length + 1)));
  const layer = level < 1 ? unit.layer : Math.min(level, rows.length) - 1;
  return lookingAt(scene, layer, placeOf(scene, unit).y, x * image.shape[1]);
}

function header(text: Text): HTMLElement {
  const names = ["layer", "size", "sees", "jump"] as const;
  return h("div", { role: "row", class: "cw-row cw-head" }, ...names.map((name) => h("div", { role: "columnheader", class: `cw-${name}` }, text(name))));
}

function cells(...values: readonly (readonly [string, ...(Node | string)[]])[]): HTMLElement[] {
  return values.map(([name, ...children]) => h("div", { role: "cell", class: `cw-${name}` }, ...children));
}

function layerRow(text: Text, edit: () => void) {
  const [number, title, marks] = [h("b"), h("span"), h("small")];
  const hidden = h("span", { class: "cw-visually-hidden" }, text("edit"));
  const name = button(h("span", { class: "cw-layer-name" }, hidden, number, title, marks), edit, { class: "cw-name" });
  const [size, sees, growth, jump] = [h("span"), h("span"), h("small"), h("span")];
  const el = h("div", { role: "row", class: "cw-row" }, h("div", { role: "rowheader", class: "cw-layer" }, name), ...cells(["size", size], ["sees", growth, " ", sees], ["jump", jump]));
  return {
    el,
    show({ layers, rows, columns, unit, edited }: Scene, index: number): void {
      const layer = layers[index];
      el.hidden = !layer;
      if (!layer) return;
      for (const child of el.children) (child as HTMLElement).style.gridRow = String(layers.length - index + 1);
      const [vertical, horizontal] = [rows[index], columns[index]];
      number.textContent = String(index + 1);
      title.textContent = titleOf(layer);
      marks.textContent = marksOf(layer, layers.some(({ padding }) => padding !== layers[0].padding));
      name.setAttribute("aria-pressed", String(index === edited));
      el.classList.toggle("cw-current", unit?.layer === index);
      el.classList.toggle("cw-misfit", !vertical);
      size.textContent = vertical ? `${vertical.units} × ${horizontal.units}` : "—";
      sees.textContent = vertical ? `${vertical.field} × ${vertical.field}` : "—";
      growth.textContent = vertical ? `+${vertical.field - (rows[index - 1]?.field ?? 1)}` : "";
      jump.textContent = vertical ? String(vertical.jump) : "—";
    },
  };
}

function pixelRow(text: Text) {
  const size = h("span");
  const el = h("div", { role: "row", class: "cw-row cw-pixels" }, h("div", { role: "rowheader", class: "cw-layer" }, text("input")), ...cells(["size", size], ["sees", "1 × 1"], ["jump", "1"]));
  return {
    el,
    show({ layers, image: { shape: [height, width] } }: Scene): void {
      for (const child of el.children) (child as HTMLElement).style.gridRow = String(layers.length + 2);
      size.textContent = `${height} × ${width}`;
    },
  };
}

/** `Conv 3 × 3`, and what is not as usual about it. */
export function titleOf({ type, kernel_size }: Layer): string {
  return `${type === "conv" ? "Conv" : "MaxPool"} ${kernel_size} × ${kernel_size}`;
}

export function marksOf({ type, kernel_size, strides, dilation_rate, padding }: Layer, mixed: boolean): string {
  const marks = [];
  if (strides !== (type === "conv" ? 1 : kernel_size)) marks.push(`s${strides}`);
  if (dilation_rate > 1) marks.push(`d${dilation_rate}`);
  if (mixed && padding === "same") marks.push("same");
  return marks.join(" ");
}
