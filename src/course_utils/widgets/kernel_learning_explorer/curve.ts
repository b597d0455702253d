/** The loss, step by step, on a log axis. */
import { h, svg } from "../core/dom";
import { figure } from "./figure";
import type { Text, View } from "./scene";

const SIDE = 100;
const MOST_POINTS = 200;
const LOWEST = 1e-8;

export function curve(text: Text): View {
  const [value, count, least] = [h("strong"), h("span"), h("span")];
  const [high, low] = [h("span"), h("span")];
  const [decades, floor, line] = ["decades", "floor", "line"].map((name) => svg("path", { class: `cw-${name}` }));
  const picture = svg("svg", { role: "img", viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none" }, decades, floor, line);
  return {
    els: [
      h("figure", { class: "cw-curve" },
        h("figcaption", {}, text("loss"), value),
        h("div", { class: "cw-plot" }, picture, high, low),
        h("div", { class: "cw-note" }, least, count)),
    ],
    show({ learning: { losses, steps }, posed }) {
      const logs = losses.map((loss) => Math.log10(Math.max(loss, LOWEST)));
      const top = Math.ceil(Math.max(...logs));
      const bottom = Math.min(Math.floor(Math.min(...logs)), top - 1);
      const y = (log: number) => ((top - log) / (top - bottom)) * SIDE;
      const across = (log: number) => `M0 ${y(log)}H${SIDE}`;
      const last = figure(losses[steps]);
      value.textContent = last;
      count.textContent = text("steps", { steps });
      least.textContent = posed.floor > LOWEST ? text("limit", { limit: figure(posed.floor) }) : "";
      high.textContent = figure(10 ** top);
      low.textContent = figure(10 ** bottom);
      picture.setAttribute("aria-label", `${text("loss")}: ${figure(losses[0])} → ${last}`);
      decades.setAttribute("d", Array.from({ length: top - bottom }, (_, i) => across(bottom + i)).join(""));
      floor.setAttribute("d", least.textContent && across(Math.log10(posed.floor)));
      line.setAttribute("d", path(logs, y));
    },
  };
}

/** A line through as many of the points as can be told apart. */
function path(logs: readonly number[], y: (log: number) => number): string {
  const last = logs.length - 1;
  const points = Math.min(last, MOST_POINTS);
  const at = Array.from({ length: points + 1 }, (_, i) => Math.round((i / points) * last) || 0);
  return `M${at.map((step) => [((step / last) * SIDE || 0).toFixed(1), y(logs[step]).toFixed(1)]).join("L")}h.01`;
}
