/**
 * The curves over the epochs, and the cursor on them.
 *
 * They are SVG: a dozen paths, which stay sharp at every zoom and on paper and take their colours from the style sheet, so
 * that a change of theme or width draws nothing anew. What must keep its shape while the picture stretches is HTML on it.
 */
import { h, svg } from "../core/dom";
import { axisOf, type Axis } from "./axis";
import { describe } from "./description";
import { CURVES, pairOf, type Actions, type Pair, type Scene, type Text, type View } from "./scene";
import { bestEpoch, gapOf, type Curve } from "./statistics";
import { difference, settingName } from "./words";

const SIDE = 100;
const KINDS = ["training", "validation"] as const;

export function chart(text: Text, actions: Actions): View {
  let epochs = 1;
  let held = false;
  const paths = Object.fromEntries(
    ["grid", "pinned-training", "pinned-validation", "band-training", "band-validation", "training", "validation"].map((name) => [
      name,
      svg("path", { class: `cw-${name}` }),
    ]),
  );
  const picture = svg("svg", { role: "img", viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none" }, ...Object.values(paths));
  const part = (name: string) => h("div", { class: `cw-${name}`, "aria-hidden": "true" });
  const [line, gap, best, stop] = [part("cursor"), part("gap"), part("best"), part("stop")];
  const dots = KINDS.map((kind) => part(`dot cw-dot-${kind}`));
  const gapLabel = h("span");
  gap.append(gapLabel);
  const [values, times] = [part("values"), part("epochs")];
  const plot = h("div", {
    class: "cw-plot",
    onpointerdown: (event: PointerEvent) => {
      if (event.button) return;
      held = true;
      plot.setPointerCapture(event.pointerId);
      point(event);
    },
    onpointermove: (event: PointerEvent) => held && point(event),
    onpointerup: () => (held = false),
    onpointercancel: () => (held = false),
  }, picture, best, stop, line, gap, ...dots);
  const legend = legendOf(text);

  function point({ clientX }: PointerEvent): void {
    const box = plot.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (clientX - box.left) / box.width));
    actions.change({ epoch: 1 + Math.round(share * (epochs - 1)) });
  }

  return {
    el: h("figure", { class: "cw-chart" }, legend.el, h("div", { class: "cw-frame" }, values, plot, times)),
    show(scene, level) {
      const { now, pinned, metric, epoch, asking, stopped } = scene;
      epochs = now.epochs;
      const [pair, axis] = [pairOf(now, metric), axisOf(metric, scene.all)];
      const x = (at: number) => ((at - 1) / Math.max(1, epochs - 1)) * SIDE;
      const place = (el: HTMLElement, at: number, value?: number) => {
        el.style.left = `${x(at)}%`;
        if (value !== undefined) el.style.top = `${axis.y(value) * SIDE}%`;
      };
      const until = asking ? epoch : epochs;
      if (level >= CURVES || asking) {
        drawCurves(paths, pair, pinned && pairOf(pinned, metric), axis, x, until);
        legend.show(pinned && settingName(text, pinned), now.seeds.length);
      }
      if (level >= CURVES) {
        paths["grid"].setAttribute("d", axis.ticks.map((tick) => `M0 ${coordinate(axis.y(tick) * SIDE)}H${SIDE}`).join(""));
        values.replaceChildren(...axis.ticks.map((tick) => label(axis.name(tick), "top", axis.y(tick) * SIDE)));
        times.replaceChildren(...ticksOf(epochs).map((tick) => label(String(tick), "left", x(tick))));
      }
      const ends = KINDS.map((kind) => pair[kind].mean[epoch - 1]);
      place(line, epoch);
      dots.forEach((dot, i) => place(dot, epoch, ends[i]));
      showGap(gap, gapLabel, scene, ends, axis);
      place(gap, epoch);
      const bestAt = bestEpoch(metric, pair.validation.mean);
      best.hidden = asking;
      place(best, bestAt, pair.validation.mean[bestAt - 1]);
      stop.hidden = !stopped;
      stop.title = text("stop_mark");
      place(stop, stopped || 1);
      picture.setAttribute("aria-label", describe(scene, text));
    },
  };

  function showGap(el: HTMLElement, words: HTMLElement, { metric, epoch }: Scene, [training, validation]: number[], axis: Axis): void {
    const [one, other] = [axis.y(training), axis.y(validation)];
    el.style.top = `${Math.min(one, other) * SIDE}%`;
    el.style.height = `${Math.abs(one - other) * SIDE}%`;
    el.classList.toggle("cw-left", epoch > epochs / 2);
    words.textContent = text("gap_mark", { gap: difference(text, metric, gapOf(metric, training, validation)) });
  }
}

function drawCurves(
  paths: Record<string, SVGPathElement>,
  pair: Pair,
  pinned: Pair | undefined,
  axis: Axis,
  x: (epoch: number) => number,
  until: number,
): void {
  const points = (curve: Curve) => curve.slice(0, until).map((value, i) => `${coordinate(x(i + 1))} ${coordinate(axis.y(value) * SIDE)}`);
  const path = (curve: Curve) => `M${points(curve).join("L")}h.01`; // a single point shows, too
  for (const kind of KINDS) {
    const { mean, low, high } = pair[kind];
    paths[kind].setAttribute("d", path(mean));
    paths[`band-${kind}`].setAttribute("d", `M${[...points(low), ...points(high).reverse()].join("L")}Z`);
    paths[`pinned-${kind}`].setAttribute("d", pinned ? path(pinned[kind].mean) : "");
  }
}

function legendOf(text: Text) {
  const swatch = (name: string) =>
    name === "best"
      ? h("span", { class: "cw-swatch cw-best", "aria-hidden": "true" })
      : svg("svg", { class: "cw-swatch", viewBox: "0 0 26 10", "aria-hidden": "true" }, svg("path", { class: `cw-${name}`, d: name.startsWith("band") ? "M0 0H26V10H0Z" : "M0 5H26" }));
  const [seeds, pinned] = [h("span"), h("span")];
  const entry = (name: string, words: string | HTMLElement) => h("span", { class: "cw-entry" }, swatch(name), words);
  const [band, reference] = [entry("band-validation", seeds), entry("pinned-training", pinned)];
  return {
    el: h("figcaption", { class: "cw-legend" },
      entry("training", text("training")), entry("validation", text("validation")), band, entry("best", text("best_mark")), reference),
    show(name: string | undefined, count: number): void {
      seeds.textContent = text("seeds", { count });
      band.hidden = count < 2;
      pinned.textContent = name ? text("pinned_curves", { name }) : "";
      reference.hidden = !name;
    },
  };
}

function label(words: string, side: "top" | "left", percent: number): HTMLElement {
  const el = h("span", {}, words);
  el.style[side] = `${percent}%`;
  return el;
}

/** 1, and the tens. */
function ticksOf(epochs: number): number[] {
  const step = epochs > 20 ? 10 : epochs > 8 ? 5 : 1;
  return [1, ...Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step).filter((tick) => tick > 1)];
}

function coordinate(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, "");
}
