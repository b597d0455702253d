/** PoolingExplorer: maximum, mean and a sparse look make the same feature map smaller, and the reader sees what each keeps. */
import { h } from "../core/dom";
import { observe, update, type Reader, type RenderProps, type WidgetModule } from "../core/model";
import { choice, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { nearestWindow } from "./geometry";
import { inputView } from "./input";
import { axesOf, placeOf, sceneOf } from "./model";
import { moverView } from "./mover";
import { outputsView } from "./outputs";
import { FARTHEST_SHIFT, LARGEST_NUMBER, SETTINGS, WINDOW, type Actions } from "./scene";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import type { ExplorerModel, FeatureMap, Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const actions = actionsOn(model);
  const mover = moverView(text, actions);
  const views = [toolbar(text, Object.keys(model.get("presets")), actions), inputView(text, actions), mover, outputsView(text, actions)];
  let scene = sceneOf(model);

  function draw(level: number): void {
    scene = level >= SETTINGS ? sceneOf(model) : { ...scene, ...placeOf(model, scene) };
    for (const view of views) view.show(scene, level);
  }

  el.className = "cw-widget cw-pooling-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  const [bar, input, buttons, outputs] = views.map((view) => view.el);
  el.append(h("div", { class: "cw-top" }, bar, input, buttons), outputs);
  const drawing = frames(draw);
  const settings = ["inputs", "pool_size", "strides", "padding", "channel", "shift_rows", "shift_columns"] as const;
  const cleanUps = [
    followTheme(el, () => {}),
    observe(model, settings, () => drawing.ask(SETTINGS)),
    observe(model, ["position"], () => drawing.ask(WINDOW)),
    mover.stop,
    drawing.stop,
  ];
  draw(SETTINGS);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

function actionsOn(model: ExplorerModel): Actions {
  const actions: Actions = {
    change(values) {
      const { at } = placeOf(model, axesOf(model));
      for (const name of Object.keys(values) as (keyof Traits)[]) model.set(name, values[name]!);
      model.set("channel", Math.min(model.get("channel"), model.get("inputs")[0][0].length - 1));
      actions.moveToCell(at);
    },
    load(name) {
      const inputs = model.get("presets")[name];
      if (inputs) actions.change({ inputs, shift_rows: 0, shift_columns: 0 });
    },
    edit({ row, column }, value) {
      const [top, left, channel] = [row - model.get("shift_rows"), column - model.get("shift_columns"), model.get("channel")];
      const edited = (numbers: readonly number[]) => numbers.map((old, i) => (i === channel ? value : old));
      const inputs = model.get("inputs").map((cells, r) => (r === top ? cells.map((cell, c) => (c === left ? edited(cell) : cell)) : cells));
      update(model, { inputs });
    },
    shiftBy(rows, columns) {
      const within = (distance: number) => Math.max(-FARTHEST_SHIFT, Math.min(FARTHEST_SHIFT, distance));
      update(model, { shift_rows: within(model.get("shift_rows") + rows), shift_columns: within(model.get("shift_columns") + columns) });
    },
    moveTo(position) {
      const { rows, columns } = axesOf(model);
      update(model, { position: clamp(position, rows.starts.length * columns.starts.length) });
    },
    // From where the window is, not from where it was last drawn: clicks may be faster than frames.
    step(distance) {
      actions.moveTo(placeOf(model, axesOf(model)).position + distance);
    },
    moveToCell({ row, column }) {
      const { rows, columns } = axesOf(model);
      actions.moveTo(clamp(row, rows.starts.length) * columns.starts.length + clamp(column, columns.starts.length));
    },
    moveOver({ row, column }) {
      const { rows, columns } = axesOf(model);
      actions.moveToCell({ row: nearestWindow(rows, row), column: nearestWindow(columns, column) });
    },
    moveBy(rows, columns) {
      const { at } = placeOf(model, axesOf(model));
      actions.moveToCell({ row: at.row + rows, column: at.column + columns });
    },
  };
  return actions;
}

/** An index that exists, or 0 where none does. */
function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

/** Rows of cells of channels, as Python's trait allows them. */
const featureMap: Reader<FeatureMap> = (value) => {
  const list = (item: unknown, low: number, high: number): item is unknown[] => Array.isArray(item) && item.length >= low && item.length <= high;
  if (!list(value, 2, 12) || !list(value[0], 2, 12) || !list(value[0][0], 1, 4)) return undefined;
  const [width, channels] = [value[0].length, value[0][0].length];
  const number = (item: unknown) => typeof item === "number" && Math.abs(item) <= LARGEST_NUMBER;
  const cell = (item: unknown) => list(item, channels, channels) && item.every(number);
  const fits = value.every((row) => list(row, width, width) && row.every(cell));
  return fits ? (value as number[][][]) : undefined;
};

const shift = integer(-FARTHEST_SHIFT, FARTHEST_SHIFT);
const steps = integer(1, 4);
const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    inputs: featureMap,
    pool_size: integer(1, 4),
    strides: (value) => (value === null ? null : steps(value)),
    padding: choice("valid", "same"),
    channel: integer(0, 3),
    position: integer(0, 143),
    shift_rows: shift,
    shift_columns: shift,
  },
};
export default explorer;
