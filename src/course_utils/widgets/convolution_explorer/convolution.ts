/** What the filters answer, and what one window sees: the arithmetic behind the pictures. */
import { conv2d, convOutputSize, samePadding } from "../core/ops";
import type { Sliding } from "../core/sliding";
import type { Cell } from "../core/steering";
import type { Tensor } from "../core/tensor";
import { kernelTensor, type KernelTrait } from "./kernel";

export interface Settings extends Sliding {
  readonly kernel: KernelTrait;
  readonly bias: readonly number[];
  readonly activation: "linear" | "relu";
}

/**
 * The response maps of all filters, after the activation: (height, width, filters).
 *
 * @param last maps that nobody needs any more; new ones of the same size are written over them
 */
export function respond(image: Tensor, settings: Settings, last?: Tensor): Tensor {
  const { kernel, bias, activation } = settings;
  const [height, width] = image.shape;
  const along = (length: number) => convOutputSize(length, kernel.length, settings);
  const size = along(height) * along(width) * bias.length;
  const into = last?.data.length === size ? last.data : new Float32Array(size);
  const maps = conv2d(image, kernelTensor(kernel), { ...settings, into });
  if (activation === "relu") for (let i = 0; i < size; i++) if (into[i] < 0) into[i] = 0;
  return maps;
}

/** One window: the cells it covers, which of them lie inside the image, and the pixels there, `[channel][cell]`. */
export interface Patch {
  readonly cells: readonly Cell[];
  readonly inside: readonly boolean[];
  readonly pixels: readonly (readonly number[])[];
}

/** The patch under the window whose answer stands at (row, column) of the output. */
export function patchAt(image: Tensor, settings: Settings, { row, column }: Cell): Patch {
  const [height, width, channels] = image.shape;
  const size = settings.kernel.length;
  const top = row * settings.strides - zerosBefore(height, settings);
  const left = column * settings.strides - zerosBefore(width, settings);
  const cells = Array.from({ length: size * size }, (_, i) => ({
    row: top + Math.floor(i / size) * settings.dilation_rate,
    column: left + (i % size) * settings.dilation_rate,
  }));
  const inside = cells.map(({ row, column }) => row >= 0 && column >= 0 && row < height && column < width);
  const pixels = Array.from({ length: channels }, (_, channel) =>
    cells.map(({ row, column }, i) => (inside[i] ? image.data[(row * width + column) * channels + channel] : 0)),
  );
  return { cells, inside, pixels };
}

/** The window whose centre is nearest to an input pixel; it may lie beyond the border. */
export function windowOver(image: Tensor, settings: Settings, pixel: Cell): Cell {
  const [height, width] = image.shape;
  const centre = ((settings.kernel.length - 1) * settings.dilation_rate) / 2;
  const at = (position: number, length: number) =>
    Math.round((position + zerosBefore(length, settings) - centre) / settings.strides);
  return { row: at(pixel.row, height), column: at(pixel.column, width) };
}

/** The weights of one filter, `[channel][cell]`. */
export function weightsOf({ kernel }: Settings, filter: number): number[][] {
  const cells = kernel.flat();
  return cells[0].map((_, channel) => cells.map((cell) => cell[channel][filter]));
}

function zerosBefore(length: number, { kernel, strides, padding, dilation_rate }: Settings): number {
  return padding === "same" ? samePadding(length, kernel.length, strides, dilation_rate).before : 0;
}
