/** What does not fit, and what to do about it. */
import { h } from "../core/dom";
import type { Scene, Text, View } from "./scene";
import { covered } from "./stack";

export function problemView(text: Text): View {
  const el = h("p", { class: "cw-problem", role: "status" });
  return { el, show: (scene) => void (el.textContent = misfit(text, scene)) };
}

function misfit(text: Text, { layers, rows, columns, image: { shape } }: Scene): string {
  const number = rows.length;
  if (number === layers.length) return "";
  const height = rows[number - 1]?.units ?? shape[0];
  const width = columns[number - 1]?.units ?? shape[1];
  return text("misfit", { number: number + 1, size: covered(layers[number]), height, width });
}
