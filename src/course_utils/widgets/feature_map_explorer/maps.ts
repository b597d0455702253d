/** All maps of all layers, told as `summary()` tells them: height and width shrink, depth grows. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { paintMap } from "../core/paint";
import { folded, foldedBox, foldedShape, placeOf } from "./fold";
import { frame } from "./outline";
import { largest, showPicture } from "./painting";
import { NET, PICTURE, type Actions, type Scene, type Text, type View } from "./scene";

interface Row {
  readonly el: HTMLElement;
  readonly maps: HTMLElement;
  readonly labels: readonly HTMLElement[];
  readonly inputs: readonly HTMLInputElement[];
  readonly canvases: readonly HTMLCanvasElement[];
}

/** @param detail stands after the layer whose cell it takes apart */
export function overview(text: Text, actions: Actions, detail: HTMLElement): View {
  const group = uniqueId("maps");
  const picture = h("canvas", { "aria-hidden": "true" });
  const first = h("div", { class: "cw-layer-maps cw-source" }, h("div", { class: "cw-map" }, picture));
  const el = h("div", { class: "cw-layers", role: "radiogroup", "aria-label": text("maps"), onkeydown: stepBetweenLayers });
  let scene: Scene;
  let rows: Row[] = [];
  let stepped = false;

  function stepBetweenLayers(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const layer = actions.cell().layer + (step ?? 0);
    if (!step || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (layer < 0 || layer >= rows.length) return;
    stepped = true;
    actions.choose({ layer });
  }

  function build(): void {
    const { layers, inputShape } = scene.net;
    rows = layers.map((_, layer) => layerRow(text, group, scene, layer, actions));
    const top = h("div", { class: "cw-layer" }, head(text("input"), inputShape, ""), first);
    el.replaceChildren(top, ...rows.map((row) => row.el));
    el.style.setProperty("--rows", String(rows.length + 1));
  }

  function paint({ net, outputs, theme }: Scene): void {
    showPicture(picture, scene.picture, theme);
    rows.forEach(({ canvases }, layer) => {
      const maps = folded(net, layer, outputs[layer]);
      const limit = largest(maps.data);
      canvases.forEach((canvas, channel) => paintMap(canvas, maps, channel, limit, theme, "output"));
    });
  }

  function mark({ net, cell, patch, field }: Scene): void {
    frame(first, field, net.inputShape);
    rows.forEach(({ el, maps, labels, inputs }, layer) => {
      const source = layer === cell.layer - 1;
      const chosen = layer === cell.layer;
      el.classList.toggle("cw-chosen-layer", chosen);
      maps.classList.toggle("cw-source", source);
      if (source) frame(maps, foldedBox(net, layer, patch), foldedShape(net, layer));
      if (chosen) frame(maps, boxAt(placeOf(net, cell)), foldedShape(net, layer));
      const one = source && ownChannel(net.layers[cell.layer].kind);
      labels.forEach((label, channel) => {
        label.classList.toggle("cw-unseen", one && labels.length > 1 && channel !== channelSeen(scene));
        label.classList.toggle("cw-chosen", chosen && channel === cell.channel);
      });
      if (chosen) inputs[cell.channel].checked = true;
    });
  }

  return {
    el,
    show(now, level) {
      scene = now;
      if (level >= NET) build();
      if (level >= PICTURE) paint(now);
      mark(now);
      placeAfter(rows[now.cell.layer].el, detail);
      if (stepped) rows[now.cell.layer].inputs[now.cell.channel].focus();
      stepped = false;
    },
  };
}

function layerRow(text: Text, group: string, { net }: Scene, layer: number, actions: Actions): Row {
  const { kind, name, shape, params } = net.layers[layer];
  const [height, width, maps] = foldedShape(net, layer);
  const numbers = Array.from({ length: maps }, (_, channel) => channel);
  const canvases = numbers.map(() => h("canvas", { "aria-hidden": "true" }));
  const inputs = numbers.map((channel) => {
    const label = maps > 1 ? text("map", { kind, number: channel + 1, maps }) : text("row", { kind, count: height * width });
    return h("input", { type: "radio", name: group, "aria-label": label, title: name, ...KEYS_STAY_HERE, onchange: () => actions.choose({ layer, channel }) });
  });
  const labels = numbers.map((channel) => h("label", { class: "cw-map" }, inputs[channel], canvases[channel]));
  const list = h("div", { class: `cw-layer-maps${shape.length === 1 ? " cw-flat" : ""}`, style: `--rows-of: ${height}; --columns-of: ${width}` }, ...labels);
  const el = h("div", { class: "cw-layer" }, head(kind, shape, text("params", { count: params.toLocaleString("en") })), list);
  return { el, maps: list, labels, inputs, canvases };
}

function head(kind: string, shape: readonly number[], params: string): HTMLElement {
  return h("div", { class: "cw-layer-head" }, h("strong", {}, kind), h("span", { class: "cw-shape" }, shape.join(" × ")), h("span", { class: "cw-params" }, params));
}

/** Layers whose cells see one channel of the layer before, not all. */
export function ownChannel(kind: string): boolean {
  return !["Conv2D", "Dense"].includes(kind);
}

function channelSeen({ net, cell }: Scene): number {
  const { kind } = net.layers[cell.layer];
  const { shape } = net.layers[cell.layer - 1];
  return kind === "Flatten" ? cell.column % shape[shape.length - 1] : kind === "GlobalAveragePooling2D" ? cell.column : cell.channel;
}

function boxAt({ row, column }: { row: number; column: number }) {
  return { top: row, left: column, bottom: row + 1, right: column + 1 };
}

/** Move the detail without moving what the reader has just touched. */
function placeAfter(row: HTMLElement, detail: HTMLElement): void {
  if (row.nextElementSibling === detail) return;
  const before = row.getBoundingClientRect().top;
  row.after(detail);
  const moved = row.getBoundingClientRect().top - before;
  if (moved && row.isConnected) window.scrollBy(0, moved);
}
