/** TrainingCurvesExplorer: overfitting comes and goes with the number of pictures, augmentation and dropout. */
import { h } from "../core/dom";
import { observe, update, type Reader, type RenderProps, type WidgetModule } from "../core/model";
import { choice, flag, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { chart } from "./chart";
import { controls } from "./controls";
import { numbers } from "./numbers";
import { CURVES, EPOCH, type Actions, type Scene, type View } from "./scene";
import { story } from "./story";
import strings from "./strings.json";
import { tests } from "./tests";
import { toolbar } from "./toolbar";
import { changed, nearest, trainingsOf, type Training } from "./trainings";
import { METRICS, SIZES, type Data, type ExplorerModel, type Setting, type Traits } from "./traits";

/** More epochs than anybody stores. */
const MOST_EPOCHS = 1000;
const SETTING = ["data", "pictures", "augment", "dropout"] as const;

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  let all = trainingsOf(model.get("runs"));

  const actions: Actions = {
    change: (values) => update(model, values),
    choose: (name, value) => update(model, changed(all, nearest(all, settingOf(model)), name, value)),
  };
  const message = h("p", { role: "status", class: "cw-story" });
  const [bar, picture, steering, figures, results] = [toolbar(text, actions), chart(text, actions), controls(text, actions), numbers(text), tests(text)];
  const views: View[] = [bar, picture, steering, figures, results];

  function draw(level: number): void {
    const scene = sceneOf(model, all);
    for (const view of views) view.show(scene, level);
    const said = story(scene, text);
    if (message.textContent !== said) message.textContent = said;
  }

  el.className = "cw-widget cw-training-curves-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  const [curves, side] = [h("div", { class: "cw-curves" }, picture.el, steering.el), h("div", { class: "cw-side" }, figures.el, results.el)];
  el.append(h("div", { class: "cw-bench" }, bar.el, message, curves, side));
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, () => undefined), // the style sheet does the rest
    observe(model, ["runs"], () => {
      all = trainingsOf(model.get("runs"));
      drawing.ask(CURVES);
    }),
    observe(model, [...SETTING, "metric", "compare", "ask", "stopped"], () => drawing.ask(CURVES)),
    observe(model, ["epoch"], () => drawing.ask(EPOCH)),
    ...views.map((view) => () => view.stop?.()),
    drawing.stop,
  ];
  draw(CURVES);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

function settingOf(model: ExplorerModel): Setting {
  return { data: model.get("data"), pictures: model.get("pictures"), augment: model.get("augment"), dropout: model.get("dropout") };
}

/** What the traits say, as far as there are trainings: a link may name a setting that has none. */
function sceneOf(model: ExplorerModel, all: readonly Training[]): Scene {
  const now = nearest(all, settingOf(model));
  const compare = model.get("compare");
  const [ask, stopped] = [model.get("ask"), Math.min(model.get("stopped"), now.epochs)];
  return {
    all,
    now,
    pinned: all.find(({ key }) => key === compare),
    metric: model.get("metric"),
    epoch: Math.min(model.get("epoch"), now.epochs),
    ask,
    asking: ask && !stopped,
    stopped: ask ? stopped : 0,
  };
}

const key: Reader<string> = (value) => (typeof value === "string" && value.length < 40 ? value : undefined);
const pictures: Reader<number> = (value) => Object.values(SIZES).flat().find((size) => size === value);

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    data: choice(...(Object.keys(SIZES) as Data[])),
    pictures,
    augment: flag,
    dropout: flag,
    metric: choice(...METRICS),
    epoch: integer(1, MOST_EPOCHS),
    compare: key,
    ask: flag,
    stopped: integer(0, MOST_EPOCHS),
  },
};
export default explorer;
