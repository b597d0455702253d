/** One cell of one layer: what it sees of the layer before and of the picture, and the numbers behind it. */
import { samePadding } from "../core/ops";
import type { Tensor } from "../core/tensor";
import type { Layer, Net } from "./net";

/** A place in a net. In a layer of numbers in a row, `column` counts them. */
export interface Cell {
  readonly layer: number;
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** Cells from the first row and column up to, but without, `bottom` and `right`. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The part of the picture that a cell sees. */
export function fieldOf(net: Net, { layer, row, column }: Cell): Box {
  let box: Box = { top: row, left: column, bottom: row + 1, right: column + 1 };
  for (let i = layer; i >= 0; i--) box = seen(net.layers[i], box, shapeBefore(net, i));
  return box;
}

/** The part of the layer before, or of the picture, that a cell sees. */
export function patchOf(net: Net, { layer, row, column }: Cell): Box {
  return seen(net.layers[layer], { top: row, left: column, bottom: row + 1, right: column + 1 }, shapeBefore(net, layer));
}

export function shapeBefore(net: Net, layer: number): readonly number[] {
  return layer === 0 ? net.inputShape : net.layers[layer - 1].shape;
}

/** What a part of a layer's outputs sees of its inputs; numbers in a row stand in row 0. */
function seen(layer: Layer, box: Box, shape: readonly number[]): Box {
  const deep = shape.length === 3;
  const all = deep ? { top: 0, left: 0, bottom: shape[0], right: shape[1] } : { top: 0, left: 0, bottom: 1, right: shape[0] };
  if (isWindowed(layer)) {
    const [top, bottom] = span(layer, box.top, box.bottom, shape, 0);
    const [left, right] = span(layer, box.left, box.right, shape, 1);
    return { top, left, bottom, right };
  }
  if (layer.kind === "Flatten" && deep && box.right - box.left === 1) {
    const place = Math.floor(box.left / shape[2]);
    const [top, left] = [Math.floor(place / shape[1]), place % shape[1]];
    return { top, left, bottom: top + 1, right: left + 1 };
  }
  if (["Flatten", "Dense", "GlobalAveragePooling2D"].includes(layer.kind)) return all;
  return layer.settings.activation === "softmax" && !deep ? all : box;
}

export function isWindowed({ kind }: Layer): boolean {
  return kind === "Conv2D" || isPooling(kind);
}

export function isPooling(kind: string): boolean {
  return kind === "MaxPooling2D" || kind === "AveragePooling2D";
}

function span(layer: Layer, first: number, end: number, shape: readonly number[], axis: 0 | 1): [number, number] {
  const { size, step, gap, before } = along(layer, shape, axis);
  return [Math.max(first * step - before, 0), Math.min((end - 1) * step - before + (size - 1) * gap + 1, shape[axis])];
}

/** Size of the window, step to the next, gap between its cells, zeros before the inputs: along one axis. */
function along({ kernel, settings }: Layer, shape: readonly number[], axis: 0 | 1) {
  const { strides: step = 1, dilation_rate: gap = 1, padding } = settings;
  const size = kernel?.[axis] ?? settings.pool_size!;
  return { size, step, gap, before: padding === "same" ? samePadding(shape[axis], size, step, gap).before : 0 };
}

/** The numbers behind a cell, `[channel][cell]`, as many rows and columns as the window has. */
export interface Sum {
  readonly rows: number;
  readonly columns: number;
  readonly inputs: readonly Float32Array[];
  /** Which cells lie inside the layer before, and are not padding. */
  readonly inside: readonly boolean[];
  /** Where the layer has weights. */
  readonly weights?: readonly Float32Array[];
  /** Products, added up channel by channel. */
  readonly products: readonly number[];
  readonly bias: number;
  readonly total: number;
  readonly value: number;
}

export function sumBehind(net: Net, picture: Tensor, outputs: readonly Tensor[], cell: Cell): Sum {
  const layer = net.layers[cell.layer];
  const before = cell.layer === 0 ? picture : outputs[cell.layer - 1];
  const after = outputs[cell.layer];
  const value = after.data[indexIn(after.shape, cell)];
  const sum = layer.kind === "Dense" ? denseSum(net, layer, before, cell) : windowSum(layer, before, cell);
  const products = sum.weights?.map((weights, channel) => dot(sum.inputs[channel], weights)) ?? [];
  const bias = layer.bias?.[layer.kind === "Dense" ? cell.column : cell.channel] ?? 0;
  return { ...sum, products, bias, total: products.reduce((total, product) => total + product, bias), value };
}

function indexIn(shape: readonly number[], { row, column, channel }: Cell): number {
  return shape.length === 3 ? (row * shape[1] + column) * shape[2] + channel : column;
}

function dot(inputs: Float32Array, weights: Float32Array): number {
  return inputs.reduce((sum, input, i) => sum + input * weights[i], 0);
}

/** A Flatten before it is seen through: the numbers stand as they stood in the maps. */
function denseSum(net: Net, { kernel, weights }: Layer, before: Tensor, { layer, column }: Cell) {
  const flat = layer > 0 && net.layers[layer - 1].kind === "Flatten" ? shapeBefore(net, layer - 1) : [];
  const [rows, columns, channels] = flat.length === 3 ? flat : [1, before.data.length, 1];
  const cells = Array.from({ length: rows * columns }, (_, i) => i);
  const pick = (number: (index: number) => number) =>
    Array.from({ length: channels }, (_, channel) => Float32Array.from(cells, (cell) => number(cell * channels + channel)));
  return {
    rows,
    columns,
    inside: cells.map(() => true),
    inputs: pick((i) => before.data[i]),
    weights: pick((i) => weights!.data[i * kernel![1] + column]),
  };
}

/** The window of a convolution in all channels; that of any other layer in its own. */
function windowSum(layer: Layer, before: Tensor, cell: Cell) {
  const places = placesOf(layer, before.shape, cell);
  const channels = layer.weights?.shape[2];
  const at = (place: number, channel: number) => (place < 0 ? 0 : before.data[place + channel]);
  const numbers = (number: (place: number, i: number, channel: number) => number) =>
    Array.from({ length: channels ?? 1 }, (_, channel) => Float32Array.from(places.indices, (place, i) => number(place, i, channel)));
  return {
    rows: places.rows,
    columns: places.columns,
    inside: places.indices.map((place) => place >= 0),
    inputs: numbers((place, _, channel) => at(place, channel)),
    weights: channels && layer.weights
      ? numbers((_, i, channel) => layer.weights!.data[(i * channels + channel) * layer.kernel![3] + cell.channel])
      : undefined,
  };
}

/** Where the numbers of a window stand: the index of each cell's first channel, or of the cell's own; −1 for padding. */
function placesOf(layer: Layer, shape: readonly number[], cell: Cell): { rows: number; columns: number; indices: number[] } {
  const own = layer.kind === "Conv2D" ? 0 : cell.channel;
  if (shape.length === 1 || layer.kind === "Flatten") return { rows: 1, columns: 1, indices: [cell.column] };
  const [height, width, channels] = shape;
  const index = (row: number, column: number, channel: number) => (row * width + column) * channels + channel;
  if (layer.kind === "GlobalAveragePooling2D") {
    return grid(height, width, (row, column) => index(row, column, cell.column));
  }
  if (!isWindowed(layer)) return { rows: 1, columns: 1, indices: [index(cell.row, cell.column, own)] };
  const [vertical, horizontal] = [along(layer, shape, 0), along(layer, shape, 1)];
  return grid(vertical.size, horizontal.size, (i, j) => {
    const row = cell.row * vertical.step - vertical.before + i * vertical.gap;
    const column = cell.column * horizontal.step - horizontal.before + j * horizontal.gap;
    return row >= 0 && column >= 0 && row < height && column < width ? index(row, column, own) : -1;
  });
}

function grid(rows: number, columns: number, index: (row: number, column: number) => number) {
  return { rows, columns, indices: Array.from({ length: rows * columns }, (_, i) => index(Math.floor(i / columns), i % columns)) };
}
