/**
 * Convolution and pooling of one image, as in Keras: the same meaning and names as `course_utils.ops`.
 *
 * Images are (height, width, channels), kernels (height, width, channels, filters).
 */
import { tensor, type Tensor } from "./tensor";

export type Padding = "valid" | "same";

/** How windows are laid over an image. */
export interface WindowOptions {
  /** Cells from one window to the next. */
  strides?: number;
  /** "valid" keeps windows inside the image; "same" surrounds it so that there is one window a stride. */
  padding?: Padding;
  /** Cells from one number of the kernel to the next. */
  dilation_rate?: number;
}

export interface ConvOptions extends WindowOptions {
  /** One number a filter, added to every number of its response map. */
  bias?: ArrayLike<number>;
  /** Where to write the result: an animation spares an allocation a frame. */
  into?: Float32Array;
}

export interface PoolOptions {
  pool_size?: number;
  /** As large as `pool_size` unless said otherwise: windows touch and do not overlap. */
  strides?: number;
  padding?: Padding;
}

/** Windows that fit along one side: ⌊(n − k) / s⌋ + 1 if "valid", ⌈n / s⌉ if "same"; k counts the dilated kernel. */
export function convOutputSize(inputSize: number, kernelSize: number, options: WindowOptions = {}): number {
  const { strides = 1, padding = "valid", dilation_rate = 1 } = options;
  requireWholeNumbers({ inputSize, kernelSize, strides, dilation_rate });
  if (padding !== "valid" && padding !== "same") {
    throw new RangeError(`padding must be "valid" or "same". Received: padding=${JSON.stringify(padding)}`);
  }
  if (strides > 1 && dilation_rate > 1) {
    throw new RangeError(
      "strides > 1 and dilation_rate > 1 cannot be combined: set one of them to 1. " +
        `Received: strides=${strides}, dilation_rate=${dilation_rate}`,
    );
  }
  if (padding === "same") return Math.ceil(inputSize / strides);
  const covered = dilatedSize(kernelSize, dilation_rate);
  if (covered > inputSize) {
    throw new RangeError(
      `a window of ${covered} cells does not fit into ${inputSize}: make it smaller or use padding="same". ` +
        `Received: inputSize=${inputSize}, kernelSize=${kernelSize}, dilation_rate=${dilation_rate}`,
    );
  }
  return Math.floor((inputSize - covered) / strides) + 1;
}

/** Cells that "same" adds along one side; an odd one goes after (bottom, right), as in Keras. */
export function samePadding(
  inputSize: number,
  kernelSize: number,
  strides = 1,
  dilation = 1,
): { before: number; after: number } {
  const windows = convOutputSize(inputSize, kernelSize, { strides, padding: "same", dilation_rate: dilation });
  const total = Math.max((windows - 1) * strides + dilatedSize(kernelSize, dilation) - inputSize, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/** Slides every filter over the image: (h, w, channels) → (h′, w′, filters). */
export function conv2d(inputs: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  const { strides = 1, padding = "valid", dilation_rate = 1, into } = options;
  const [height, width, channels] = imageShape(inputs);
  const [kernelHeight, kernelWidth, kernelChannels, filters] = kernelShape(kernel);
  if (kernelChannels !== channels) {
    throw new RangeError(
      "the third axis of kernel must equal the channels of inputs. " +
        `Received: inputs of shape [${inputs.shape}], kernel of shape [${kernel.shape}]`,
    );
  }
  const { bias = new Float32Array(filters) } = options;
  if (bias.length !== filters) {
    throw new RangeError(`bias needs one number a filter, ${filters}. Received: ${bias.length} numbers`);
  }
  const shape = [
    convOutputSize(height, kernelHeight, options),
    convOutputSize(width, kernelWidth, options),
    filters,
  ];
  const outputs = tensor(shape, into);
  const image = padding === "same" ? surroundWithZeros(inputs, kernelHeight, kernelWidth, options) : inputs;
  slide(image, kernel, bias, strides, dilation_rate, outputs);
  return outputs;
}

/** The largest number of each window, channel by channel. Padding is never the largest. */
export function maxPool2d(inputs: Tensor, options: PoolOptions = {}): Tensor {
  const outputs = tensor(pooledShape(inputs, options));
  outputs.data.fill(-Infinity);
  visitWindows(inputs, options, outputs, (cell, to) => {
    outputs.data[to] = Math.max(outputs.data[to], inputs.data[cell]);
  });
  return outputs;
}

/** The mean of each window, channel by channel. Padding does not count. */
export function averagePool2d(inputs: Tensor, options: PoolOptions = {}): Tensor {
  const outputs = tensor(pooledShape(inputs, options));
  const sums = new Float64Array(outputs.data.length);
  const counts = new Uint32Array(outputs.data.length);
  visitWindows(inputs, options, outputs, (cell, to) => {
    sums[to] += inputs.data[cell];
    counts[to] += 1;
  });
  outputs.data.set(sums.map((sum, to) => sum / counts[to]));
  return outputs;
}

/**
 * The work of conv2d, on an image that already has its padding.
 *
 * Two windows and four filters at a time: eight sums that need not wait for one another share what is read for them.
 */
function slide(
  image: Tensor,
  kernel: Tensor,
  bias: ArrayLike<number>,
  strides: number,
  dilation: number,
  outputs: Tensor,
): void {
  const [, width, channels] = imageShape(image);
  const [rows, columns, filters] = imageShape(outputs);
  const pixels = image.data;
  const offsets = windowOffsets(kernel, width, dilation);
  const weights = inFours(kernel.data, filters);
  const biases = new Float64Array(filters + 3); // room for the last four
  biases.set(bias);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 2) {
      const corner = (row * width + column) * strides * channels;
      const step = column + 1 < columns ? strides * channels : 0; // a last window without a partner is its own
      const to = (row * columns + column) * filters;
      let weight = 0;
      for (let filter = 0; filter < filters; filter += 4) {
        let a = biases[filter];
        let b = biases[filter + 1];
        let c = biases[filter + 2];
        let d = biases[filter + 3];
        let e = a;
        let f = b;
        let g = c;
        let h = d;
        for (let i = 0; i < offsets.length; i++) {
          const at = corner + offsets[i];
          const left = pixels[at];
          const right = pixels[at + step];
          a += left * weights[weight];
          b += left * weights[weight + 1];
          c += left * weights[weight + 2];
          d += left * weights[weight + 3];
          e += right * weights[weight];
          f += right * weights[weight + 1];
          g += right * weights[weight + 2];
          h += right * weights[weight + 3];
          weight += 4;
        }
        write(outputs.data, to + filter, filters - filter, a, b, c, d);
        if (step) write(outputs.data, to + filters + filter, filters - filter, e, f, g, h);
      }
    }
  }
}

/** Write four numbers, or as many as there are filters left. */
function write(results: Float32Array, to: number, left: number, a: number, b: number, c: number, d: number): void {
  results[to] = a;
  if (left > 1) results[to + 1] = b;
  if (left > 2) results[to + 2] = c;
  if (left > 3) results[to + 3] = d;
}

/** How far each number under the kernel lies from the window's first one, in kernel order. */
function windowOffsets(kernel: Tensor, imageWidth: number, dilation: number): Int32Array {
  const [height, width, channels] = kernelShape(kernel);
  const offsets = new Int32Array(height * width * channels);
  let i = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = (row * imageWidth + column) * dilation;
      for (let channel = 0; channel < channels; channel++) offsets[i++] = pixel * channels + channel;
    }
  }
  return offsets;
}

/** Kernel numbers regrouped by four filters: filters 0–3 of the whole window, then 4–7, …, zeros where none is left. */
function inFours(kernel: Float32Array, filters: number): Float64Array {
  const windowSize = kernel.length / filters;
  const groups = Math.ceil(filters / 4);
  const weights = new Float64Array(groups * windowSize * 4);
  for (let i = 0; i < windowSize; i++) {
    for (let filter = 0; filter < filters; filter++) {
      const group = Math.floor(filter / 4);
      weights[(group * windowSize + i) * 4 + (filter % 4)] = kernel[i * filters + filter];
    }
  }
  return weights;
}

/** A copy with the zeros of "same" around it, so that the sliding needs no test for borders. */
function surroundWithZeros(inputs: Tensor, kernelHeight: number, kernelWidth: number, options: WindowOptions): Tensor {
  const [height, width, channels] = imageShape(inputs);
  const { strides, dilation_rate } = options;
  const vertical = samePadding(height, kernelHeight, strides, dilation_rate);
  const horizontal = samePadding(width, kernelWidth, strides, dilation_rate);
  const paddedWidth = horizontal.before + width + horizontal.after;
  const padded = tensor([vertical.before + height + vertical.after, paddedWidth, channels]);
  for (let row = 0; row < height; row++) {
    const pixels = inputs.data.subarray(row * width * channels, (row + 1) * width * channels);
    padded.data.set(pixels, ((row + vertical.before) * paddedWidth + horizontal.before) * channels);
  }
  return padded;
}

function pooledShape(
  inputs: Tensor,
  { pool_size = 2, strides = pool_size, padding = "valid" }: PoolOptions,
): number[] {
  requireWholeNumbers({ pool_size, strides });
  const [height, width, channels] = imageShape(inputs);
  const along = (size: number) => convOutputSize(size, pool_size, { strides, padding });
  return [along(height), along(width), channels];
}

/** Calls `visit` for every cell under every window, the padding left out, with the result the cell belongs to. */
function visitWindows(
  inputs: Tensor,
  { pool_size = 2, strides = pool_size, padding = "valid" }: PoolOptions,
  outputs: Tensor,
  visit: (cell: number, to: number) => void,
): void {
  const [height, width, channels] = imageShape(inputs);
  const [rows, columns] = imageShape(outputs);
  const above = padding === "same" ? samePadding(height, pool_size, strides).before : 0;
  const left = padding === "same" ? samePadding(width, pool_size, strides).before : 0;
  for (let row = 0; row < rows; row++) {
    const top = Math.max(row * strides - above, 0);
    const bottom = Math.min(row * strides - above + pool_size, height);
    for (let column = 0; column < columns; column++) {
      const start = Math.max(column * strides - left, 0);
      const end = Math.min(column * strides - left + pool_size, width);
      const to = (row * columns + column) * channels;
      for (let y = top; y < bottom; y++) {
        for (let x = start; x < end; x++) {
          const cell = (y * width + x) * channels;
          for (let channel = 0; channel < channels; channel++) visit(cell + channel, to + channel);
        }
      }
    }
  }
}

/** Cells from a dilated kernel's first number to its last, both counted. */
function dilatedSize(kernelSize: number, dilation: number): number {
  return (kernelSize - 1) * dilation + 1;
}

function imageShape({ shape }: Tensor): readonly [number, number, number] {
  if (shape.length !== 3) {
    throw new RangeError(`inputs must be of shape [height, width, channels]. Received: shape [${shape}]`);
  }
  return shape as readonly number[] as readonly [number, number, number];
}

function kernelShape({ shape }: Tensor): readonly [number, number, number, number] {
  if (shape.length !== 4) {
    throw new RangeError(`kernel must be of shape [height, width, channels, filters]. Received: shape [${shape}]`);
  }
  return shape as readonly number[] as readonly [number, number, number, number];
}

function requireWholeNumbers(values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number") {
      throw new TypeError(`${name} must be a number. Received: ${name}=${JSON.stringify(value)}`);
    }
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${name} must be a whole number of at least 1. Received: ${name}=${value}`);
    }
  }
}
