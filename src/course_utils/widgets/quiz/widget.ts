/** Quiz: the questions of a section, one at a time, every answer answered with a reason. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { integer } from "../core/readers";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { card } from "./card";
import { browserStore, openProgress } from "./progress";
import { readQuestions } from "./questions";
import type { Actions, Scene } from "./scene";
import strings from "./strings.json";
import { strip } from "./strip";
import { summary } from "./summary";
import type { Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const language = model.get("language");
  const text = translator(strings, language);
  const [section, content] = [model.get("section"), model.get("content")];
  const questions = readQuestions(content, section, language);
  const scene: Scene = { section, questions, progress: openProgress(questions, browserStore(section, content)) };
  const place = h("div", { class: "cw-place" });
  let turning = false;

  const actions: Actions = {
    go(index) {
      turning = true;
      if (index === model.get("question")) show();
      else update(model, { question: index });
      turning = false;
    },
    judged() {
      steps.show(indexOf(model.get("question")));
      tell();
    },
    restart() {
      scene.progress.restart();
      tell();
      actions.go(0);
    },
  };
  const steps = strip(scene, text, actions);

  /** Let the page around the quiz know how it goes. */
  function tell(): void {
    const solved = questions.filter((question) => scene.progress.of(question).solved).length;
    el.dispatchEvent(new CustomEvent("quiz-progress", { bubbles: true, detail: { section, solved, of: questions.length } }));
  }

  function indexOf(question: number): number {
    return Math.max(0, Math.min(question, questions.length));
  }

  function show(): void {
    const index = indexOf(model.get("question"));
    const page = index < questions.length ? card(index, scene, text, actions) : summary(scene, text, actions);
    steps.show(index);
    place.replaceChildren(page.el);
    if (!turning) return;
    page.start.focus({ preventScroll: true });
    if (el.getBoundingClientRect().top < 0) el.scrollIntoView({ block: "start" });
  }

  el.className = "cw-widget cw-quiz";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name", { section }));
  for (const [name, value] of Object.entries(KEYS_STAY_HERE)) el.setAttribute(name, value);
  el.append(steps.el, place);
  const cleanUps = [followTheme(el, () => {}), observe(model, ["question"], show)];
  show();
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

const quiz: WidgetModule<Traits> = { render, linkable: { question: integer(0, 999) } };
export default quiz;
