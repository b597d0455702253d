/** For each layer, what it has drawn up to now, from the first epoch on: a dot an epoch. */
import { h, svg } from "../core/dom";
import { format } from "../core/numbers";
import { drawsOf, type Draws } from "./draws";
import { random } from "./random";
import { CHOICE, PREVIEWS, SHEET, type Text, type View } from "./scene";
import type { Settings } from "./traits";

const HEIGHT = 24;
const WIDTH = 1000;

interface Parameter {
  readonly name: "drawn_rotation" | "drawn_zoom" | "drawn_zoom_height" | "drawn_zoom_width" | "drawn_down" | "drawn_right" | "drawn_contrast" | "drawn_brightness";
  readonly middle: number;
  readonly reach: (settings: Settings) => number;
  readonly value: (draws: Draws) => number;
  readonly label: (value: number) => string;
}

const signed = (digits: number) => (value: number) => (value > 0 ? "+" : "") + format(value, digits);
const factor = (value: number) => `×${format(value)}`;
/** What the layer draws is a change of the sampling window; the object changes the other way. */
const zoomed = (value: number) => `${signed(2)(value - 1)} (${factor(1 / value)})`;

const PARAMETERS: readonly Parameter[] = [
  { name: "drawn_rotation", middle: 0, reach: ({ rotation }) => 360 * rotation, value: ({ degrees }) => degrees, label: (value) => `${signed(0)(value)}°` },
  { name: "drawn_zoom", middle: 1, reach: ({ keep_aspect, zoom_height }) => (keep_aspect ? zoom_height : 0), value: ({ heightZoom }) => heightZoom, label: zoomed },
  { name: "drawn_zoom_height", middle: 1, reach: ({ keep_aspect, zoom_height }) => (keep_aspect ? 0 : zoom_height), value: ({ heightZoom }) => heightZoom, label: zoomed },
  { name: "drawn_zoom_width", middle: 1, reach: ({ keep_aspect, zoom_width }) => (keep_aspect ? 0 : zoom_width), value: ({ widthZoom }) => widthZoom, label: zoomed },
  { name: "drawn_down", middle: 0, reach: ({ translation_height }) => translation_height, value: ({ down }) => down, label: (value) => `${signed(0)(100 * value)}%` },
  { name: "drawn_right", middle: 0, reach: ({ translation_width }) => translation_width, value: ({ right }) => right, label: (value) => `${signed(0)(100 * value)}%` },
  { name: "drawn_contrast", middle: 1, reach: ({ contrast }) => contrast, value: ({ contrast }) => contrast, label: factor },
  { name: "drawn_brightness", middle: 0, reach: ({ brightness }) => brightness, value: ({ brightness }) => brightness, label: (value) => signed(0)(255 * value) },
];

export function distributions(text: Text): View {
  const flips = h("li", { class: "cw-flips" });
  const strips = PARAMETERS.map((parameter) => ({ parameter, ...strip(text(parameter.name)) }));
  const dots = h("p", { class: "cw-note" }, text("dots"));
  const none = h("p", { class: "cw-note" }, text("drawn_nothing"));
  const title = h("p", { class: "cw-title" });
  let past: Draws[] = [];
  return {
    el: h("div", { class: "cw-distributions" }, title, none, dots, h("ul", {}, flips, ...strips.map(({ el }) => el))),
    show({ traits, previews }, level) {
      const count = traits.epoch + PREVIEWS - 1;
      if (level >= SHEET) past = Array.from({ length: count }, (_, i) => drawsOf(traits, i + 1));
      title.textContent = text("drawn", { count });
      const active = strips.filter(({ parameter }) => parameter.reach(traits) > 0);
      for (const { parameter, el, show } of strips) {
        el.hidden = !traits.training || parameter.reach(traits) === 0;
        if (!el.hidden && level >= CHOICE) show(parameter, traits, past, previews[traits.preview].draws);
      }
      flips.hidden = !traits.training || traits.flip === "none";
      if (!flips.hidden) flips.textContent = flipsIn(past, traits, text);
      dots.hidden = !traits.training || active.length === 0;
      none.hidden = traits.training && (active.length > 0 || traits.flip !== "none");
    },
  };
}

function flipsIn(past: readonly Draws[], { flip }: Settings, text: Text): string {
  const share = (flipped: (draws: Draws) => boolean) => {
    const count = past.filter(flipped).length;
    return { count, all: past.length, percent: format((100 * count) / past.length, 0) };
  };
  return [
    flip !== "vertical" && text("flips_horizontal", share((draws) => draws.flippedHorizontally)),
    flip !== "horizontal" && text("flips_vertical", share((draws) => draws.flippedVertically)),
  ]
    .filter((phrase) => phrase !== false)
    .join(" ");
}

/** A line from the least to the most that can be drawn, a dot for each epoch, a larger one for the chosen preview. */
function strip(name: string) {
  const dots = svg("path", { class: "cw-dots" });
  const latest = svg("path", { class: "cw-dots cw-dots-latest" });
  const chosen = svg("path", { class: "cw-dots cw-dots-chosen" });
  const plot = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { class: "cw-axis", d: `M${WIDTH / 2} 0V${HEIGHT}` }),
    dots,
    latest,
    chosen,
  );
  let traced = "";
  const [low, value, high] = [h("span"), h("b"), h("span")];
  return {
    el: h("li", { class: "cw-distribution" }, h("span", { class: "cw-distribution-name" }, name, value), low, plot, high),
    show({ middle, reach, value: of, label }: Parameter, settings: Settings, past: readonly Draws[], now: Draws): void {
      const most = reach(settings);
      const place = (draws: Draws) => (((of(draws) - middle) / most + 1) / 2) * WIDTH;
      // A factor that grows stretches the scale and leaves the dots where they are.
      const drawn = `${settings.seed}, ${past.length}`;
      if (drawn !== traced) {
        const spots = past.map((draws, i) => `M${Math.round(place(draws))} ${scatter(i)}h0`);
        dots.setAttribute("d", spots.slice(0, -PREVIEWS).join(""));
        latest.setAttribute("d", spots.slice(-PREVIEWS).join(""));
        traced = drawn;
      }
      chosen.setAttribute("d", `M${Math.round(place(now))} ${HEIGHT / 2}h0`);
      low.textContent = label(middle - most);
      high.textContent = label(middle + most);
      value.textContent = label(of(now));
    },
  };
}

const heights: number[] = [];

/** A height for the dot of an epoch, so that dots side by side can be told apart. */
function scatter(epoch: number): number {
  return (heights[epoch] ??= Math.round(3 + random(epoch)() * (HEIGHT - 6)));
}
