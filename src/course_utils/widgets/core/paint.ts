/** Tensors painted on a canvas, one cell a pixel; CSS scales the canvas without smoothing. */
import { diverging, type Role } from "./colors";
import type { Tensor } from "./tensor";
import type { Theme } from "./theme";

/** Paint a picture with values from 0 to 1: all channels as colour, or a single one in gray. */
export function paintPicture(canvas: HTMLCanvasElement, picture: Tensor, channel: number | "all" = "all"): void {
  const [height, width, channels] = picture.shape;
  paint(canvas, height, width, (pixels) => {
    const [red, green, blue] = channel === "all" && channels === 3 ? [0, 1, 2] : Array<number>(3).fill(channel === "all" ? 0 : channel);
    for (let pixel = 0, i = 0; pixel < pixels.length; pixel++, i += channels) {
      const [r, g, b] = [picture.data[i + red!] * 255, picture.data[i + green!] * 255, picture.data[i + blue!] * 255];
      pixels[pixel] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
  });
}

/** Paint one channel of a map: `limit` and beyond in full colour, zero as paper. */
export function paintMap(canvas: HTMLCanvasElement, map: Tensor, channel: number, limit: number, theme: Theme, role: Role): void {
  const [height, width, channels] = map.shape;
  const colors = diverging(theme, role);
  const last = colors.length - 1;
  const scale = limit > 0 ? last / 2 / limit : 0;
  const nearest = last / 2 + 0.5; // so that cutting off decimals rounds
  paint(canvas, height, width, (pixels) => {
    for (let pixel = 0, i = channel; pixel < pixels.length; pixel++, i += channels) {
      const step = (map.data[i] * scale + nearest) | 0;
      pixels[pixel] = colors[step < 0 ? 0 : step > last ? last : step];
    }
  });
}

// One for each canvas: a slider would leave megabytes a second behind.
const images = new WeakMap<HTMLCanvasElement, ImageData>();

function paint(canvas: HTMLCanvasElement, height: number, width: number, fill: (pixels: Uint32Array) => void): void {
  if (canvas.height !== height) canvas.height = height;
  if (canvas.width !== width) canvas.width = width;
  const context = canvas.getContext("2d")!;
  let image = images.get(canvas);
  if (image?.height !== height || image.width !== width) {
    image = context.createImageData(width, height);
    images.set(canvas, image);
  }
  fill(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}
