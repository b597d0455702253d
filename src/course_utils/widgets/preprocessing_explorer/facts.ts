/** What can be said of the data after each step, without looking at it. */
import type { Tensor } from "../core/tensor";
import type { Scene } from "./scene";
import { STEPS, type Step } from "./traits";

export interface Facts {
  readonly step: Step;
  readonly call: string;
  readonly shape: readonly number[];
  readonly dtype: "string" | "uint8" | "float32";
  /** The least and the largest number; a file has none. */
  readonly range?: readonly [number, number];
  readonly bytes: number;
}

const FLOAT = 4;

export function factsOf({ traits, decoded, resized }: Scene): Facts[] {
  const { pixels, bytes } = decoded;
  const { image_size: side, interpolation, batch_size } = traits;
  const colours = rangeOf(pixels);
  const shades = rangeOf(resized);
  const facts: Record<Step, Omit<Facts, "step">> = {
    read: { call: "tf.io.read_file(path)", shape: [], dtype: "string", bytes: bytes.length },
    decode: { call: "tf.io.decode_jpeg(file)", shape: pixels.shape, dtype: "uint8", range: colours, bytes: pixels.data.length },
    float: { call: 'tf.cast(pixels, "float32")', shape: pixels.shape, dtype: "float32", range: colours, bytes: FLOAT * pixels.data.length },
    resize: { call: `tf.image.resize(pixels, (${side}, ${side}), "${interpolation}")`, shape: resized.shape, dtype: "float32", range: shades, bytes: FLOAT * resized.data.length },
    batch: { call: `dataset.batch(${batch_size})`, shape: [batch_size, ...resized.shape], dtype: "float32", range: shades, bytes: FLOAT * batch_size * resized.data.length },
  };
  return STEPS.map((step) => ({ step, ...facts[step] }));
}

function rangeOf({ data }: Tensor): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
