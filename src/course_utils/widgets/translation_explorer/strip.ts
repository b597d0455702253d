/** Under the picture, place by place along the object's row: what global pooling and the dense unit would answer there. */
import { h, svg } from "../core/dom";
import type { Row } from "./experiment";
import { SIDE } from "./picture";
import { ROW, type Scene, type Text, type View } from "./scene";

const HEIGHT = 100;
const [LOWEST, HIGHEST] = [-0.25, 1.25];
const LINES = ["globalMax", "dense"] as const;

/** Half of the answer at the start is still a find, however it was rounded. */
const FOUND = 0.5 - 1e-6;

export function strip(text: Text): View {
  const level = (y: number, name: string) => svg("path", { class: name, d: `M0 ${y}H${SIDE}` });
  const [start, now] = ["cw-start", "cw-now"].map((name) => svg("path", { class: name }));
  const curves = LINES.map((name) => svg("path", { class: `cw-curve cw-curve-${name}` }));
  const dots = LINES.map((name) => svg("path", { class: `cw-dot cw-curve-${name}` }));
  const plot = svg(
    "svg",
    { role: "img", viewBox: `0 0 ${SIDE} ${HEIGHT}`, preserveAspectRatio: "none" },
    level(height(1), "cw-level cw-level-full"),
    level(height(0), "cw-level"),
    start,
    now,
    ...curves,
    ...dots,
  );
  const label = (share: number, words: string) =>
    h("span", { class: "cw-level-label", style: `top: ${height(share)}%`, "aria-hidden": "true" }, words);
  const counts = LINES.map(() => h("b"));
  const legend = LINES.map((name, i) =>
    h("li", {}, h("span", { class: `cw-swatch cw-swatch-${name}` }), h("span", {}, `${text(name)} `), counts[i]),
  );
  return {
    el: h(
      "div",
      { class: "cw-strip" },
      h("div", { class: "cw-plot" }, plot, label(1, "100%"), label(0, "0%")),
      h("div", { class: "cw-note" }, h("p", {}, text("row_title")), h("ul", {}, ...legend)),
    ),
    show({ row, at, settings: { ink, start: first } }: Scene, changed) {
      const middle = ink.shape[1] / 2;
      const index = at.column - row.first;
      if (changed >= ROW) {
        start.setAttribute("d", `M${first.column + middle} 0V${HEIGHT}`);
        curves.forEach((curve, i) => curve.setAttribute("d", polyline(row[LINES[i]], row.first + middle)));
        const found = LINES.map((name) => count(row, name));
        counts.forEach((element, i) => (element.textContent = found[i]));
        plot.setAttribute("aria-label", text("row_picture", { pooling: found[0], dense: found[1] }));
      }
      now.setAttribute("d", `M${at.column + middle} 0V${HEIGHT}`);
      // A line without length has a round cap: a dot, however the plot is stretched.
      dots.forEach((dot, i) => {
        const value = row[LINES[i]][index];
        dot.setAttribute("d", Number.isNaN(value) ? "" : `M${at.column + middle} ${height(value)}h0`);
      });
    },
  };
}

function count(row: Row, name: (typeof LINES)[number]): string {
  return `${row[name].filter((value) => value >= FOUND).length} / ${row[name].length}`;
}

function polyline(values: readonly number[], left: number): string {
  const points = values.map((value, i) => (Number.isNaN(value) ? "" : `${left + i} ${height(value)}`)).filter(Boolean);
  return points.length ? `M${points.join("L")}` : "";
}

/** How far down a share stands in the plot. */
function height(share: number): number {
  const y = ((HIGHEST - Math.max(LOWEST, Math.min(HIGHEST, share))) / (HIGHEST - LOWEST)) * HEIGHT;
  return Math.round(100 * y) / 100;
}
