/** The pixels around a place as swatches with their three numbers. */
import { h } from "../core/dom";
import type { Tensor } from "../core/tensor";

const REACH = 2;

export interface Place {
  readonly row: number;
  readonly column: number;
}

export function swatches(label: string) {
  const cells = Array.from({ length: (2 * REACH + 1) ** 2 }, () => h("span"));
  return {
    el: h("div", { class: "cw-swatches", role: "img", "aria-label": label }, ...cells),
    show({ data, shape }: Tensor, at: Place, write: (value: number) => string): void {
      const [height, width] = shape;
      cells.forEach((cell, i) => {
        const row = at.row + Math.floor(i / (2 * REACH + 1)) - REACH;
        const column = at.column + (i % (2 * REACH + 1)) - REACH;
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        const pixel = inside ? [...data.subarray((row * width + column) * 3, (row * width + column) * 3 + 3)] : [];
        cell.className = inside ? "" : "cw-outside";
        cell.style.background = inside ? `rgb(${pixel.join(" ")})` : "";
        cell.style.color = luminance(pixel) > 0.18 ? "#000" : "#fff";
        cell.replaceChildren(...pixel.map((value) => h("i", {}, write(value))));
      });
    },
  };
}

/** Relative luminance as WCAG defines it: above 0.18, black on it is read better than white. */
function luminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
