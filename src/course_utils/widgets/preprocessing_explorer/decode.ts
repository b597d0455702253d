/** A picture file as pixels, the way TensorFlow reads it. */
import { tensor, type Tensor } from "../core/tensor";
import { upright } from "./jpeg";

export interface Decoded {
  readonly bytes: Uint8Array;
  /** Values from 0 to 255, shape (height, width, 3). */
  readonly pixels: Tensor;
}

/** The most pixels that are worked with: a phone's photo is scaled down to them first. */
const MOST = 1_000_000;

export function bytesOf(file: DataView | string): Uint8Array<ArrayBuffer> {
  if (typeof file === "string") return Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
  return new Uint8Array(file.buffer, file.byteOffset, file.byteLength).slice();
}

/** Decode a file; the EXIF orientation is not followed, as TensorFlow does not follow it. */
export async function decode(bytes: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const bitmap = await createImageBitmap(new Blob([upright(bytes)]), { colorSpaceConversion: "none" });
  const shrink = Math.min(1, Math.sqrt(MOST / (bitmap.width * bitmap.height)));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * shrink)));
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const pixels = tensor([height, width, 3]);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) pixels.data.set(rgba.subarray(from, from + 3), to);
  return { bytes, pixels };
}
