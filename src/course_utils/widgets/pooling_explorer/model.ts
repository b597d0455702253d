/** From traits to the scene that the views show. */
import type { Cell } from "../core/steering";
import { tensor, type Tensor } from "../core/tensor";
import { axisOf, type Axis, type Settings } from "./geometry";
import { changeOf, channelOf, pool, shifted, WAYS, type Way } from "./pooling";
import type { Answer, Scene } from "./scene";
import type { ExplorerModel, FeatureMap } from "./traits";

export function settingsOf(model: ExplorerModel): Settings {
  const pool_size = model.get("pool_size");
  return { pool_size, strides: model.get("strides") ?? pool_size, padding: model.get("padding") };
}

export function axesOf(model: ExplorerModel): { rows: Axis; columns: Axis } {
  const [settings, inputs] = [settingsOf(model), model.get("inputs")];
  return { rows: axisOf(inputs.length, settings), columns: axisOf(inputs[0].length, settings) };
}

/** Where the window stands, within what there is. */
export function placeOf(model: ExplorerModel, { rows, columns }: { rows: Axis; columns: Axis }): { position: number; at: Cell } {
  const side = columns.starts.length;
  const position = Math.max(0, Math.min(model.get("position"), rows.starts.length * side - 1));
  return { position, at: side > 0 ? { row: Math.floor(position / side), column: position % side } : { row: 0, column: 0 } };
}

export function sceneOf(model: ExplorerModel): Scene {
  const [settings, axes, inputs] = [settingsOf(model), axesOf(model), model.get("inputs")];
  const shape = [inputs.length, inputs[0].length, inputs[0][0].length] as const;
  const outputShape = [axes.rows.starts.length, axes.columns.starts.length, shape[2]] as const;
  const shift = { rows: model.get("shift_rows"), columns: model.get("shift_columns") };
  const inPlace = tensor(shape, inputs.flat(2));
  const map = shifted(inPlace, shift.rows, shift.columns);
  const channel = Math.min(model.get("channel"), shape[2] - 1);
  const numbers = channelOf(map, channel);
  const windows = outputShape[0] * outputShape[1];
  return {
    ...axes,
    ...placeOf(model, axes),
    settings,
    strides: model.get("strides"),
    channel,
    shape,
    outputShape,
    numbers,
    strongest: Math.max(...numbers),
    limit: Math.max(...numbers.map(Math.abs)),
    shift,
    answers: windows > 0 ? answersOf(inPlace, map, settings, channel) : undefined,
    presets: model.get("presets"),
    preset: nameOf(inputs, model.get("presets")),
    windows,
  };
}

function answersOf(inPlace: Tensor, map: Tensor, settings: Settings, channel: number): Record<Way, Answer> {
  const [before, after] = [pool(inPlace, settings), pool(map, settings)];
  const answer = (way: Way): Answer => {
    const numbers = channelOf(after[way], channel);
    return { numbers, strongest: Math.max(...numbers), change: changeOf(channelOf(before[way], channel), numbers) };
  };
  return Object.fromEntries(WAYS.map((way) => [way, answer(way)])) as Record<Way, Answer>;
}

function nameOf(inputs: FeatureMap, presets: Readonly<Record<string, FeatureMap>>): string {
  const written = JSON.stringify(inputs);
  return Object.keys(presets).find((name) => JSON.stringify(presets[name]) === written) ?? "own";
}
