/** One picture of the sheet on a canvas of its own. */
import { h } from "../core/dom";
import type { Gallery } from "./gallery";

export function thumbnail(): HTMLCanvasElement {
  return h("canvas", { "aria-hidden": "true" });
}

/** Draw a picture; without a sheet the place stays empty, in the picture's proportions. */
export function paint(canvas: HTMLCanvasElement, { tile: [height, width], columns }: Gallery, sheet: ImageBitmap | undefined, index: number): void {
  // A canvas that is given its size, even the same one, is empty and gets new memory.
  if (!sheet || canvas.height !== height || canvas.width !== width) [canvas.height, canvas.width] = [height, width];
  if (!sheet) return;
  const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
  canvas.getContext("2d")!.drawImage(sheet, x, y, width, height, 0, 0, width, height);
}
