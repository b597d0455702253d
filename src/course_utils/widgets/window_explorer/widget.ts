/** WindowExplorer: a window steps over a small grid of numbers, and strides, padding and dilation are seen cell by cell. */
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { choice, integer, square } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { benchView } from "./bench";
import { explanationView } from "./explanation";
import { axisOf } from "./geometry";
import { sceneOf, settingsOf } from "./model";
import { SETTINGS, WINDOW, type Actions } from "./scene";
import { stepper } from "./stepper";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import type { Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const side = () => axisOf(settingsOf(model)).windows.length;
  const actions: Actions = {
    change(values) {
      const { at } = sceneOf(model);
      for (const name of Object.keys(values) as (keyof Traits)[]) model.set(name, values[name]!);
      actions.moveToCell(at);
    },
    edit({ row, column }, weight) {
      const kernel = model.get("kernel").map((numbers, r) => numbers.map((old, c) => (r === row && c === column ? weight : old)));
      update(model, { kernel });
    },
    moveTo: (position) => update(model, { position: clamp(position, side() ** 2) }),
    // From where the window is, not from where it was last drawn: clicks may be faster than frames.
    step: (distance) => actions.moveTo(sceneOf(model).position + distance),
    moveToCell: ({ row, column }) => update(model, { position: clamp(row, side()) * side() + clamp(column, side()) }),
    moveBy(rows, columns) {
      const { at } = sceneOf(model);
      actions.moveToCell({ row: at.row + rows, column: at.column + columns });
    },
  };
  const steps = stepper(text, actions);
  const views = [toolbar(text, actions), steps, benchView(text, actions), explanationView(text)];

  function draw(level: number): void {
    const scene = sceneOf(model);
    for (const view of views) view.show(scene, level);
  }

  el.className = "cw-widget cw-window-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(...views.map((view) => view.el));
  const drawing = frames(draw);
  const settings = ["inputs", "kernel", "input_size", "kernel_size", "strides", "padding", "dilation_rate"] as const;
  const cleanUps = [
    followTheme(el, () => {}),
    observe(model, settings, () => drawing.ask(SETTINGS)),
    observe(model, ["position"], () => drawing.ask(WINDOW)),
    steps.stop,
    drawing.stop,
  ];
  draw(SETTINGS);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** An index that exists, or 0 where none does. */
function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    inputs: square([3, 12], [-99, 99]),
    kernel: square([1, 5], [-99, 99]),
    input_size: integer(3, 12),
    kernel_size: integer(1, 5),
    strides: integer(1, 4),
    padding: choice("valid", "same"),
    dilation_rate: integer(1, 3),
    position: integer(0, 143),
  },
};
export default explorer;
