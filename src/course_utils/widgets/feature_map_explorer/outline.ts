/** A frame around some cells of a canvas that it lies on. */
import { h } from "../core/dom";
import type { Box } from "./cells";

export function outline(name: string) {
  const el = h("div", { class: `cw-outline ${name}`, "aria-hidden": "true" });
  return {
    el,
    show: (box: Box, shape: readonly number[]) => frame(el, box, shape),
  };
}

/** Where a frame stands, for the style sheet: shares of the canvas' height and width. */
export function frame(el: HTMLElement, { top, left, bottom, right }: Box, [height, width]: readonly number[]): void {
  const { style } = el;
  style.setProperty("--top", String(top / height));
  style.setProperty("--left", String(left / width));
  style.setProperty("--height", String((bottom - top) / height));
  style.setProperty("--width", String((right - left) / width));
}
