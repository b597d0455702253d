/** The response map and its pooled map, each with a frame where the object's response was and one where it should be. */
import { h, svg } from "../core/dom";
import { format } from "../core/numbers";
import { paintMap } from "../core/paint";
import type { Cell } from "../core/steering";
import type { Tensor } from "../core/tensor";
import type { Settings } from "./experiment";
import { way } from "./input";
import { largest, zerosBefore } from "./network";
import type { Scene, Text, View } from "./scene";

export function maps(text: Text): View {
  const response = mapFigure(text("response"), text);
  const pooled = mapFigure(text("pooled"), text);
  return {
    el: h("div", { class: "cw-pair" }, response.el, pooled.el),
    show(scene: Scene) {
      response.show(scene, scene.outcome.response, 1);
      pooled.show(scene, scene.outcome.pooled, scene.settings.pool_size);
    },
  };
}

function mapFigure(name: string, text: Text) {
  const canvas = h("canvas", { role: "img" });
  const [ghost, halo, frame] = ["cw-mark cw-ghost", "cw-mark-halo", "cw-mark"].map((name) => svg("rect", { class: name }));
  const marks = svg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" }, ghost, halo, frame);
  const size = h("span", { class: "cw-size" });
  const distance = h("p", { class: "cw-distance" });
  const stage = h("div", { class: "cw-stage cw-stage-output" }, canvas, marks);
  return {
    el: h("figure", { class: "cw-figure cw-figure-output" }, h("figcaption", {}, name, size), stage, distance),
    /** @param pool cells of the response map that one cell of this map stands for, along each side */
    show({ settings, at, strongest, theme }: Scene, map: Tensor, pool: number): void {
      const [height, width] = map.shape;
      paintMap(canvas, map, 0, strongest, theme, "output");
      canvas.setAttribute("aria-label", text("map", { name, height, width, largest: format(largest(map.data)) }));
      size.textContent = map.shape.join(" × ");
      marks.setAttribute("viewBox", `0 0 ${width} ${height}`);
      place(ghost, frameOf(settings, settings.start, pool));
      for (const rect of [halo, frame]) place(rect, frameOf(settings, at, pool));
      const cells = (pixels: number) => pixels / settings.convolution.strides / pool;
      const down = way(cells(at.row - settings.start.row), "↑", "↓");
      distance.textContent = text("cells", { down, right: way(cells(at.column - settings.start.column), "←", "→") });
    },
  };
}

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the windows stand whose middle is over the object or next to it, in cells. */
function frameOf({ ink, convolution }: Settings, { row, column }: Cell, pool: number): Frame {
  const { kernel, strides } = convolution;
  const cell = (pixel: number, axis: 0 | 1) =>
    ((pixel + zerosBefore(convolution, axis) - kernel.shape[axis] / 2) / strides + 0.5) / pool;
  const length = (axis: 0 | 1) => (ink.shape[axis] + 2) / strides / pool;
  return { x: cell(column - 1, 1), y: cell(row - 1, 0), width: length(1), height: length(0) };
}

function place(rect: SVGRectElement, frame: Frame): void {
  for (const [name, value] of Object.entries(frame)) rect.setAttribute(name, String(value));
}
