/** Pictures as tensors. */
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
