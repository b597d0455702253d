/** TranslationExplorer: an object is dragged over a picture, and every layer's answer is compared with its first one. */
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { choice, integer, numbers } from "../core/readers";
import { frames } from "../core/schedule";
import { speaker } from "../core/speaker";
import { translator } from "../core/strings";
import { currentTheme, followTheme } from "../core/theme";
import { answers, spoken } from "./answers";
import { checklist } from "./checklist";
import { experiment, type Experiment, type Row, type Settings } from "./experiment";
import { inputFigure } from "./input";
import { maps } from "./maps";
import { settingsOf, SHAPING, traitsOf } from "./model";
import { KERNELS } from "./network";
import { OBJECTS } from "./objects";
import { SIDE, within } from "./picture";
import { COLUMN, ROW, SETTINGS, type Actions, type Scene } from "./scene";
import strings from "./strings.json";
import { MOST_BACKGROUND, toolbar } from "./toolbar";
import type { Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  let theme = currentTheme();
  let settings: Settings;
  let trial: Experiment;
  let row: Row;

  const place = () => within({ row: model.get("row"), column: model.get("column") }, settings.ink);
  const actions: Actions = {
    change: (values) => update(model, values),
    moveTo: (cell) => update(model, within(cell, settings.ink)),
    moveBy: (rows, columns) => actions.moveTo({ row: place().row + rows, column: place().column + columns }),
  };
  const views = {
    input: inputFigure(text, actions),
    maps: maps(text),
    answers: answers(text),
    toolbar: toolbar(text, model.get("object") === "custom", actions),
    checklist: checklist(text),
  };
  const voice = speaker();

  function draw(level: number): void {
    const traits = traitsOf(model);
    if (level >= SETTINGS) {
      settings = settingsOf(traits);
      trial = experiment(settings);
    }
    const at = place();
    if (level >= ROW) row = trial.alongRow(at.row);
    const scene: Scene = { traits, settings, at, outcome: trial.moveTo(at), row, strongest: trial.strongest, theme };
    for (const view of Object.values(views)) view.show(scene, level);
    voice.say(spoken(scene, text));
  }

  el.className = "cw-widget cw-translation-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(
    h("p", { class: "cw-invitation" }, text("invitation")),
    h("div", { class: "cw-bench" }, views.input.el, h("div", { class: "cw-results" }, views.maps.el, views.answers.el)),
    views.toolbar.el,
    views.checklist.el,
    voice.el,
  );
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, (now) => {
      theme = now;
      drawing.ask(COLUMN);
    }),
    observe(model, SHAPING, () => drawing.ask(SETTINGS)),
    observe(model, ["row"], () => drawing.ask(ROW)),
    observe(model, ["column"], () => drawing.ask(COLUMN)),
    voice.stop,
    drawing.stop,
  ];
  draw(SETTINGS);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    object: choice(...OBJECTS),
    row: integer(-SIDE, SIDE),
    column: integer(-SIDE, SIDE),
    start_row: integer(0, SIDE),
    start_column: integer(0, SIDE),
    background: (value) => numbers(0, MOST_BACKGROUND)([value])?.[0],
    kernel: choice(...KERNELS),
    strides: integer(1, 3),
    padding: choice("valid", "same"),
    pool_size: (value) => (value === 2 || value === 4 ? value : undefined),
  },
};
export default explorer;
