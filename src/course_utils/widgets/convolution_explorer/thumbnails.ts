/** All response maps side by side, one of them chosen: the depth of the output, seen. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h, uniqueId } from "../core/dom";
import { paintMap } from "../core/paint";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";

export function thumbnails(label: string, name: (number: number) => string, chosen: (filter: number) => void) {
  const group = uniqueId("maps");
  const canvases: HTMLCanvasElement[] = [];
  const inputs: HTMLInputElement[] = [];
  let ranges: [number, number][] = [];
  const el = h("div", { class: "cw-thumbnails", role: "radiogroup", "aria-label": label });

  function fit(filters: number): void {
    for (let filter = canvases.length; filter < filters; filter++) {
      const input = h("input", { type: "radio", name: group, "aria-label": name(filter + 1), ...KEYS_STAY_HERE, onchange: () => chosen(filter) });
      const canvas = h("canvas", { "aria-hidden": "true" });
      inputs.push(input);
      canvases.push(canvas);
      el.append(h("label", {}, input, canvas, h("span", { "aria-hidden": "true" }, String(filter + 1))));
    }
    for (const list of [canvases, inputs]) list.length = filters;
    while (el.children.length > filters) el.lastElementChild!.remove();
  }

  return {
    el,
    show(maps: Tensor, theme: Theme): void {
      fit(maps.shape[2]);
      ranges = canvases.map((_, filter) => rangeOf(maps, filter));
      canvases.forEach((canvas, filter) => {
        const [low, high] = ranges[filter];
        paintMap(canvas, maps, filter, Math.max(-low, high), theme, "output");
      });
    },
    /** Mark a map as the chosen one; returns its smallest and largest number. */
    select(filter: number): [number, number] {
      inputs[filter].checked = true;
      return ranges[filter];
    },
  };
}

function rangeOf(maps: Tensor, filter: number): [number, number] {
  const filters = maps.shape[2];
  let [low, high] = [Infinity, -Infinity];
  for (let i = filter; i < maps.data.length; i += filters) {
    const value = maps.data[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
