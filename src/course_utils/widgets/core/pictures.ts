/** Pictures as tensors: from a trait, and from a file that the reader chose, which never leaves the page. */
import { tensor, type Tensor } from "./tensor";

/** A picture trait: raw bytes in a live kernel, base64 in the static page. */
export interface PictureTrait {
  readonly shape: readonly number[];
  readonly data: DataView | string;
}

/** Pixels from 0 to 1, shape (height, width, channels). */
export function decodePicture({ shape, data }: PictureTrait): Tensor {
  const bytes =
    typeof data === "string"
      ? Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return tensor(shape, Float32Array.from(bytes, (value) => value / 255));
}

/** The largest central part of a file's picture that has the target's proportions, scaled to its size. */
export async function readPicture(file: Blob, [height, width, channels]: readonly number[]): Promise<Tensor> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.max(width / bitmap.width, height / bitmap.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // behind transparent pictures
  context.fillRect(0, 0, width, height);
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Float32Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const rgb = rgba.subarray(4 * pixel, 4 * pixel + 3);
    if (channels === 1) data[pixel] = (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]) / 255;
    else for (let channel = 0; channel < 3; channel++) data[3 * pixel + channel] = rgb[channel] / 255;
  }
  return tensor([height, width, channels], data);
}
