/** From traits to the scene that the views show. */
import { conv2d } from "../core/ops";
import { slidingOf } from "../core/sliding";
import { tensor } from "../core/tensor";
import { axisOf, type Settings } from "./geometry";
import type { Scene } from "./scene";
import type { ExplorerModel, Rows } from "./traits";

/** The settings as Keras would accept them, within the arrays there are. */
export function settingsOf(model: ExplorerModel): Settings {
  return {
    ...slidingOf(model),
    input_size: Math.min(model.get("input_size"), model.get("inputs").length),
    kernel_size: Math.min(model.get("kernel_size"), model.get("kernel").length),
  };
}

export function sceneOf(model: ExplorerModel): Scene {
  const settings = settingsOf(model);
  const axis = axisOf(settings);
  const side = axis.windows.length;
  const inputs = corner(model.get("inputs"), settings.input_size);
  const kernel = corner(model.get("kernel"), settings.kernel_size);
  const position = Math.max(0, Math.min(model.get("position"), side * side - 1));
  return {
    inputs,
    kernel,
    outputs: side > 0 ? respond(inputs, kernel, settings) : [],
    settings,
    axis,
    position,
    windows: side * side,
    at: side > 0 ? { row: Math.floor(position / side), column: position % side } : { row: 0, column: 0 },
    limits: { input_size: model.get("inputs").length, kernel_size: model.get("kernel").length },
  };
}

function respond(inputs: Rows, kernel: Rows, settings: Settings): Rows {
  const { strides, padding, dilation_rate } = settings;
  const image = tensor([inputs.length, inputs.length, 1], inputs.flat());
  const filter = tensor([kernel.length, kernel.length, 1, 1], kernel.flat());
  const { data, shape } = conv2d(image, filter, { strides, padding, dilation_rate });
  return Array.from({ length: shape[0] }, (_, row) => [...data.subarray(row * shape[1], (row + 1) * shape[1])]);
}

function corner(rows: Rows, size: number): Rows {
  return rows.slice(0, size).map((row) => row.slice(0, size));
}
