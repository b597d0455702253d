/** A net in the page: its weights out of their bytes, and what every layer makes of a picture. */
import { averagePool2d, conv2d, maxPool2d } from "../core/ops";
import { tensor, type Tensor } from "../core/tensor";
import type { LayerTrait, NetTrait } from "./traits";

export interface Layer extends LayerTrait {
  readonly weights?: Tensor;
  readonly bias?: Float32Array;
}

export interface Net {
  readonly inputShape: readonly number[];
  readonly layers: readonly Layer[];
}

export function decodeNet({ input_shape, layers, dtype, weights }: NetTrait): Net {
  const numbers = numbersOf(weights, dtype);
  let at = 0;
  const take = (count: number) => numbers.subarray(at, (at += count));
  return {
    inputShape: input_shape,
    layers: layers.map((layer) => {
      const { kernel } = layer;
      if (!kernel) return layer;
      return { ...layer, weights: tensor(kernel, take(sizeOf(kernel))), bias: take(kernel[kernel.length - 1]) };
    }),
  };
}

/**
 * What every layer answers to a picture.
 *
 * @param last answers that nobody needs any more; new ones are written over them where that is possible
 */
export function forward(net: Net, picture: Tensor, last: readonly Tensor[] = []): Tensor[] {
  let inputs = picture;
  return net.layers.map((layer, i) => {
    const outputs = apply(layer, inputs, last[i]?.data ?? new Float32Array(sizeOf(layer.shape)));
    activate(layer, outputs.data);
    inputs = outputs;
    return outputs;
  });
}

function apply(layer: Layer, inputs: Tensor, into: Float32Array): Tensor {
  const { kind, settings, shape } = layer;
  if (kind === "Conv2D") return conv2d(inputs, layer.weights!, { ...settings, bias: layer.bias, into });
  if (kind === "MaxPooling2D") return maxPool2d(inputs, settings);
  if (kind === "AveragePooling2D") return averagePool2d(inputs, settings);
  if (kind === "Dense") dense(inputs.data, layer, into);
  else if (kind === "GlobalAveragePooling2D") means(inputs, into);
  else if (kind === "Rescaling") for (let i = 0; i < into.length; i++) into[i] = inputs.data[i] * settings.scale! + settings.offset!;
  else into.set(inputs.data); // Flatten, Activation, ReLU
  return { data: into, shape };
}

function dense(inputs: Float32Array, { weights, bias }: Layer, sums: Float32Array): void {
  sums.set(bias!);
  for (let i = 0, at = 0; i < inputs.length; i++) {
    for (let unit = 0; unit < sums.length; unit++) sums[unit] += inputs[i] * weights!.data[at++];
  }
}

function means({ data, shape: [height, width, channels] }: Tensor, into: Float32Array): void {
  into.fill(0);
  for (let i = 0; i < data.length; i++) into[i % channels] += data[i] / (height * width);
}

function activate({ settings: { activation }, shape }: Layer, values: Float32Array): void {
  if (activation === "relu") for (let i = 0; i < values.length; i++) values[i] = values[i] < 0 ? 0 : values[i];
  else if (activation === "sigmoid") for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
  else if (activation === "tanh") for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]);
  else if (activation === "softmax") softmax(values, shape[shape.length - 1]);
}

/** Over the last axis: the channels of each cell, or all numbers in a row. */
function softmax(values: Float32Array, depth: number): void {
  for (let start = 0; start < values.length; start += depth) {
    const group = values.subarray(start, start + depth);
    const largest = Math.max(...group);
    let sum = 0;
    for (let i = 0; i < depth; i++) sum += group[i] = Math.exp(group[i] - largest);
    for (let i = 0; i < depth; i++) group[i] /= sum;
  }
}

function numbersOf(weights: NetTrait["weights"], dtype: NetTrait["dtype"]): Float32Array {
  const bytes =
    typeof weights === "string"
      ? new DataView(Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)).buffer)
      : weights;
  const size = dtype === "float16" ? 2 : 4;
  const read = dtype === "float16" ? (at: number) => fromHalf(bytes.getUint16(at, true)) : (at: number) => bytes.getFloat32(at, true);
  return Float32Array.from({ length: bytes.byteLength / size }, (_, i) => read(i * size));
}

/** The number that 16 bits stand for: sign, 5 bits of exponent, 10 bits of fraction. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

export function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
