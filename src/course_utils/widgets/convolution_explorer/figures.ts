/** The photo on the left, what the filters answer on the right, the window on both. */
import { button, segmented } from "../core/controls";
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { paintMap, paintPicture } from "../core/paint";
import { stage } from "../core/stage";
import { pictureInput } from "../core/upload";
import { patchAt, windowOver } from "./convolution";
import { MOST_FILTERS, PRESETS, withAdded, withoutFilter } from "./kernel";
import { FILTER, MAPS, PICTURE, type Actions, type Scene, type Text, type View } from "./scene";
import { thumbnails } from "./thumbnails";

/** @param area where a picture may be pasted or dropped */
export function figures(text: Text, area: HTMLElement, actions: Actions): View {
  const views = [inputFigure(text, area, actions), outputFigure(text, actions)];
  return {
    el: h("div", { class: "cw-pair" }, ...views.map((view) => view.el)),
    show: (scene, level) => views.forEach((view) => view.show(scene, level)),
  };
}

function inputFigure(text: Text, area: HTMLElement, actions: Actions): View {
  let scene: Scene;
  let channel: "all" | "0" | "1" | "2" = "all";
  const size = h("span", { class: "cw-size" });
  const view = stage(
    "input",
    text("input_stage"),
    (pixel) => actions.moveTo(windowOver(scene.image, scene.settings, pixel)),
    actions.moveBy,
  );
  const paint = () => paintPicture(view.canvas, scene.image, channel === "all" ? "all" : Number(channel));
  const channels = segmented(
    text("channels"),
    (["all", "0", "1", "2"] as const).map((value, i) => ({ value, label: text((["all", "red", "green", "blue"] as const)[i]) })),
    (value) => {
      channel = value;
      paint();
    },
  );
  channels.show(channel);
  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-input" },
      h("figcaption", {}, text("input"), size),
      view.el,
      h("div", { class: "cw-controls" }, channels.el, pictureInput(text("upload"), area, actions.openPicture)),
    ),
    show(now, level) {
      scene = now;
      const [height, width, depth] = now.image.shape;
      if (level >= PICTURE) {
        paint();
        size.textContent = `${height} × ${width} × ${depth}`;
        view.describe(text("input_picture", { height, width, channels: depth }));
        channels.el.hidden = depth === 1;
      }
      view.mark(patchAt(now.image, now.settings, now.at).cells, height, width);
    },
  };
}

function outputFigure(text: Text, actions: Actions): View {
  let scene: Scene;
  const size = h("span", { class: "cw-size" });
  const range = h("p", { class: "cw-note cw-range" });
  const count = h("p", { class: "cw-note" });
  const view = stage("output", text("output_stage"), actions.moveTo, actions.moveBy);
  const maps = thumbnails(
    text("maps"),
    (number) => text("filter", { number }),
    (filter) => actions.change({ filter }),
  );
  const add = button("+", () => addFilter(scene, actions), { "aria-label": text("add"), title: text("add") });
  const remove = button("−", () => removeFilter(scene, actions), { "aria-label": text("remove"), title: text("remove") });
  return {
    el: h(
      "figure",
      { class: "cw-figure cw-figure-output" },
      h("figcaption", {}, text("output"), size),
      view.el,
      range,
      h("div", { class: "cw-maps" }, maps.el, add, remove),
      count,
    ),
    show(now, level) {
      scene = now;
      const [height, width, filters] = now.outputs.shape;
      if (level >= MAPS) {
        maps.show(now.outputs, now.theme);
        size.textContent = `${height} × ${width} × ${filters}`;
        count.textContent = text("filters", { count: filters });
        add.disabled = filters >= MOST_FILTERS;
        remove.disabled = filters <= 1;
      }
      if (level >= FILTER) {
        const [low, high] = maps.select(now.filter);
        paintMap(view.canvas, now.outputs, now.filter, Math.max(-low, high), now.theme, "output");
        view.describe(text("response", { height, width, low: format(low), high: format(high) }));
        range.replaceChildren(
          h("span", {}, format(low)),
          h("span", { class: "cw-ramp", role: "presentation" }),
          h("span", {}, format(high)),
        );
      }
      view.mark([now.at], height, width);
    },
  };
}

function addFilter({ settings }: Scene, actions: Actions): void {
  const filters = settings.bias.length;
  const kernel = withAdded(settings.kernel, PRESETS[filters % PRESETS.length]);
  actions.change({ kernel, bias: [...settings.bias, 0], filter: filters });
}

function removeFilter({ settings, filter }: Scene, actions: Actions): void {
  actions.change({
    kernel: withoutFilter(settings.kernel, filter),
    bias: settings.bias.filter((_, i) => i !== filter),
    filter: Math.max(0, filter - 1),
  });
}
