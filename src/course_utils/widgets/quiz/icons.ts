/** The few signs of a quiz, drawn in the colour of the text around them. */
import { svg } from "../core/dom";

const PATHS = {
  right: "M3 8.5 6.5 12 13 4.5",
  wrong: "M4 4 12 12 M12 4 4 12",
  up: "M8 13V3 M3.5 7.5 8 3 12.5 7.5",
  down: "M8 3V13 M3.5 8.5 8 13 12.5 8.5",
  flag: "M4 14V2.5H12.5L10.5 5.5 12.5 8.5H4",
} as const;

export function icon(name: keyof typeof PATHS): SVGElement {
  return svg("svg", { class: "cw-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}
