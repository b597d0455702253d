/** In words and numbers: what the unit sees, why that much, and how much of it counts. */
import { h } from "../core/dom";
import { speaker } from "../core/speaker";
import { sizeOf } from "./crops";
import type { Scene, Text, View } from "./scene";
import { covered, type Layer } from "./stack";

export interface Findings extends View {
  stop(): void;
}

export function findingsView(text: Text): Findings {
  const [sees, half, why, compared] = Array.from({ length: 4 }, () => h("p"));
  const sum = h("p", { class: "cw-growth" });
  const spoken = speaker();
  return {
    el: h("div", { class: "cw-findings" }, sees, half, sum, why, compared, spoken.el),
    show(scene) {
      const { unit } = scene;
      for (const part of [sees, half, sum, why, compared]) part.hidden = !unit;
      if (!unit) return;
      sees.textContent = seen(text, scene);
      half.textContent = scene.sight?.span ? text("half", { half: scene.sight.half }) : "";
      sum.textContent = growth(scene.layers.slice(0, unit.layer + 1));
      why.textContent = text("why", { number: unit.layer + 1 });
      compared.textContent = comparison(text, scene);
      spoken.say(`${sees.textContent} ${half.textContent}`);
    },
    stop: spoken.stop,
  };
}

function seen(text: Text, scene: Scene): string {
  const { image, sight, unit, rows } = scene;
  const [height, width] = image.shape;
  const at = { number: unit!.layer + 1, row: unit!.row, column: unit!.column };
  if (!sight?.span) return text("blind", at);
  const { span } = sight;
  const area = (span.rows.last - span.rows.first + 1) * (span.columns.last - span.columns.first + 1);
  const sentences = [text("unit_sees", { ...at, size: sizeOf(span), height, width, percent: Math.round((100 * area) / (height * width)) })];
  const { field } = rows[unit!.layer];
  if (area < field * field) sentences.push(text("cut", { field }));
  if (span.rows.touched * span.columns.touched < area) {
    sentences.push(text("gaps", { count: span.rows.touched * span.columns.touched, area }));
  }
  return sentences.join(" ");
}

/** `1 + 2·1 + 1·1 + 2·2 = 8`: every layer adds its window's steps, each as wide as the jump below it. */
export function growth(layers: readonly Layer[]): string {
  let [field, jump] = [1, 1];
  const terms = layers.map((layer) => {
    const steps = covered(layer) - 1;
    const term = `${steps}·${jump}`;
    field += steps * jump;
    jump *= layer.strides;
    return term;
  });
  return `1 + ${terms.join(" + ")} = ${field}`;
}

/** What the same windows would see if none of them skipped anything. */
function comparison(text: Text, { layers, unit, rows }: Scene): string {
  const below = layers.slice(0, unit!.layer + 1);
  const flat = below.reduce((field, layer) => field + covered(layer) - 1, 1);
  const { field } = rows[unit!.layer];
  if (field > flat) return text("flat", { flat });
  return text(below.some((layer) => layer.dilation_rate > 1) ? "dilated_only" : "no_strides");
}
