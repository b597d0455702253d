/** Colours as numbers, for what is painted pixel by pixel. */
import { diverging, type Role } from "../core/colors";
import type { Tensor } from "../core/tensor";
import type { Theme } from "../core/theme";

export type Rgb = readonly [number, number, number];

export function full(theme: Theme, role: Role): Rgb {
  return unpacked(diverging(theme, role).at(-1)!);
}

export function paper(theme: Theme): Rgb {
  const colors = diverging(theme, "input");
  return unpacked(colors[(colors.length - 1) / 2]);
}

function unpacked(pixel: number): Rgb {
  return [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
}

/** One of red, green and blue (0, 1, 2) of a pixel of the picture, 0 to 255. */
export function part({ data, shape: [, width, channels] }: Tensor, row: number, column: number, which: number): number {
  return data[(row * width + column) * channels + (channels === 3 ? which : 0)] * 255;
}

export function mix(from: Rgb, to: Rgb, weight: number): Rgb {
  return [from[0] + (to[0] - from[0]) * weight, from[1] + (to[1] - from[1]) * weight, from[2] + (to[2] - from[2]) * weight];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

// One for each canvas, so that hovering leaves no megabytes behind.
const images = new WeakMap<HTMLCanvasElement, ImageData>();

/** Paint a canvas pixel by pixel, red, green and blue at `i` of the bytes; CSS scales it. */
export function paint(
  canvas: HTMLCanvasElement,
  height: number,
  width: number,
  write: (bytes: Uint8ClampedArray, i: number, row: number, column: number) => void,
): void {
  if (canvas.height !== height) canvas.height = height;
  if (canvas.width !== width) canvas.width = width;
  const context = canvas.getContext("2d")!;
  let image = images.get(canvas);
  if (image?.height !== height || image.width !== width) {
    image = context.createImageData(width, height);
    image.data.fill(255);
    images.set(canvas, image);
  }
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i += 4) write(image.data, i, row, column);
  }
  context.putImageData(image, 0, 0);
}
