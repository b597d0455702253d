/** The picture, the map to be given, the map that is given, and the difference. */
import { h, type Child } from "../core/dom";
import { format } from "../core/numbers";
import { paintMap, paintPicture } from "../core/paint";
import type { Tensor } from "../core/tensor";
import { brush } from "./brush";
import { PROBLEM, type Actions, type Text, type View } from "./scene";

export function maps(text: Text, actions: Actions): View {
  const painting = brush(text, actions);
  const picture = figure(text, "picture");
  const target = figure(text, "target", ...painting.els);
  const now = figure(text, "now");
  const error = figure(text, "error");
  return {
    els: [picture.el, target.el, now.el, error.el],
    stop: painting.stop,
    show(scene, level) {
      const { inputs, target: wanted } = scene.posed;
      const scale = Math.max(...rangeOf(wanted).map(Math.abs)) || 1;
      // All on the target's scale: an error that fades is one that gets smaller.
      const show = ({ canvas, describe }: typeof now, map: Tensor) => {
        paintMap(canvas, map, 0, scale, scene.theme, "output");
        describe(map);
      };
      if (level >= PROBLEM) {
        paintPicture(picture.canvas, { ...inputs, data: inputs.data.map((value) => (value + 1) / 2) });
        picture.describe(inputs);
        show(target, wanted);
        painting.show(scene);
      }
      show(now, scene.now);
      show(error, scene.error);
    },
  };
}

function figure(text: Text, name: "picture" | "target" | "now" | "error", ...over: Child[]) {
  const canvas = h("canvas", { role: "img" });
  return {
    canvas,
    el: h("figure", { class: `cw-${name}` }, h("figcaption", {}, text(name)), h("div", { class: "cw-frame" }, canvas, ...over)),
    describe: (map: Tensor) => canvas.setAttribute("aria-label", `${text(name)}: ${rangeOf(map).map((value) => format(value)).join(" … ")}`),
  };
}

function rangeOf({ data }: Tensor): number[] {
  return [Math.min(...data), Math.max(...data)];
}
