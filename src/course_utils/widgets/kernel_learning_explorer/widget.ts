/** KernelLearningExplorer: gradient descent finds the numbers of a filter from a picture and the filter's answers. */
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { choice, flag, integer, square } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { currentTheme, followTheme } from "../core/theme";
import { curve } from "./curve";
import { resized } from "./filters";
import { grids, LARGEST } from "./grids";
import { descent, MOST_STEPS } from "./learning";
import { maps } from "./maps";
import { answer, pose } from "./problem";
import { runner } from "./runner";
import { PROBLEM, REPLAY, STEP, type Actions, type Scene } from "./scene";
import { story } from "./story";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import type { Traits } from "./traits";

/** In steps: after as many, the pace has doubled. Each is seen at first, and nobody waits for the last thousand. */
const PATIENCE = 40;

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  let running = false;
  let posed: Scene["posed"];
  let learning: Scene["learning"];
  let [now, error] = [new Float32Array(), new Float32Array()];

  function pause(): void {
    if (!running) return;
    running = false;
    update(model, { steps: learning.steps });
    drawing.ask(STEP);
  }
  const actions: Actions = {
    change: (values) => update(model, values),
    pose(values) {
      pause();
      update(model, { ...values, steps: 0 });
    },
    step(count) {
      pause();
      if (!learning.over) update(model, { steps: Math.min(learning.steps + count, MOST_STEPS) });
    },
    run() {
      if (running) return pause();
      running = !learning.over;
      drawing.ask(STEP);
    },
  };
  const message = h("p", { role: "status" });
  const views = [toolbar(text, actions), maps(text, actions), runner(text, actions), grids(text, actions), curve(text)];

  function draw(level: number): void {
    const traits = Object.fromEntries(NAMES.map((name) => [name, model.get(name)])) as unknown as Traits;
    if (level >= PROBLEM) posed = pose(traits);
    if (level >= REPLAY || traits.steps < learning.steps) {
      learning = descent(posed, resized(traits.kernel, traits.hidden.length).flat(), traits);
    }
    learning.advance(traits.steps);
    if (running) learning.advance(learning.steps + 1 + Math.floor(learning.steps / PATIENCE));
    const scene = sceneOf(traits);
    for (const view of views) view.show(scene, level);
    const [key, values] = story(learning, posed, scene.limit, traits);
    const said = text(key, values);
    if (message.textContent !== said) message.textContent = said;
    if (learning.exploded && !traits.limit_shown) update(model, { limit_shown: true });
    if (learning.over) pause();
    if (running) model.set("steps", learning.steps); // and draw again; the kernel is told when it stops
  }
  function sceneOf(traits: Traits): Scene {
    const { target, inputs, curvature } = posed;
    const { data, shape } = target;
    if (now.length !== data.length) [now, error] = [data.slice(), data.slice()];
    answer(inputs, learning.kernel, now);
    now.forEach((value, i) => (error[i] = value - data[i]));
    return {
      traits, posed, learning, running,
      now: { data: now, shape },
      error: { data: error, shape },
      limit: (2 * (1 + traits.momentum)) / curvature,
      theme: currentTheme(),
    };
  }

  el.className = "cw-widget cw-kernel-learning-explorer";
  el.role = "group";
  el.ariaLabel = text("name");
  el.append(h("div", { class: "cw-bench" }, message, ...views.flatMap((view) => view.els)));
  const drawing = frames(draw);
  const watch = new IntersectionObserver((entries) => entries.at(-1)!.isIntersecting || pause());
  watch.observe(el);
  const cleanUps = [
    followTheme(el, () => drawing.ask(PROBLEM)),
    observe(model, ["image", "picture", "task", "hidden", "painted", "revealed"], () => drawing.ask(PROBLEM)),
    observe(model, ["kernel", "learning_rate", "momentum", "limit_shown"], () => drawing.ask(REPLAY)),
    observe(model, ["steps"], () => drawing.ask(STEP)),
    ...views.map((view) => () => view.stop?.()),
    () => watch.disconnect(),
    drawing.stop,
  ];
  draw(PROBLEM);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

const real = (low: number, high: number) => (value: unknown) =>
  typeof value === "number" && value >= low && value <= high ? value : undefined;
const kernel = (value: unknown) => {
  const numbers = square([3, 5], [-LARGEST, LARGEST])(value);
  return numbers?.length === 4 ? undefined : numbers;
};

const linkable: WidgetModule<Traits>["linkable"] = {
  picture: choice("photo", "flat", "stripes"),
  task: choice("filter", "map"),
  hidden: kernel,
  painted: square([12, 12], [-9, 9]),
  kernel,
  learning_rate: real(0.001, 2),
  momentum: real(0, 0.99),
  steps: integer(0, MOST_STEPS),
  revealed: flag,
  limit_shown: flag,
};
const NAMES = ["image", ...Object.keys(linkable)] as (keyof Traits)[];

export default { render, linkable } satisfies WidgetModule<Traits>;
