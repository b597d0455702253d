/** FreezingExplorer: which blocks of a pretrained base learn, how far the gradient goes, and what that costs. */
import { codeBlock } from "../core/code_block";
import { h } from "../core/dom";
import { observe, update, type Reader, type RenderProps, type WidgetModule } from "../core/model";
import { flag } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { kerasCode } from "./code";
import { costsOf, NAMES } from "./costs";
import { figures } from "./figures";
import type { Actions, Scene, View } from "./scene";
import { stack } from "./stack";
import { story } from "./story";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import type { Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const actions: Actions = {
    change: (values) => update(model, values),
    toggle(block) {
      const learning = model.get("unfrozen");
      update(model, { unfrozen: NAMES.filter((name) => learning.includes(name) !== (name === block)) });
    },
  };
  const message = h("p", { role: "status", class: "cw-story" });
  const [bar, net, table] = [toolbar(text, actions), stack(text, actions), figures(text)];
  const views: View[] = [bar, net, table];
  const code = codeBlock(text);

  function draw(): void {
    const traits: Traits = { unfrozen: model.get("unfrozen"), freeze_batch_norm: model.get("freeze_batch_norm") };
    const scene: Scene = { ...traits, costs: costsOf(traits) };
    for (const view of views) view.show(scene);
    code.show(kerasCode(traits, text("again")));
    const said = story(scene, text);
    if (message.textContent !== said) message.textContent = said;
  }

  el.className = "cw-widget cw-freezing-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(h("div", { class: "cw-bench" }, bar.el, message, net.el, h("div", { class: "cw-side" }, table.el, code.el)));
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, () => undefined), // the style sheet does the rest
    observe(model, ["unfrozen", "freeze_batch_norm"], () => drawing.ask(0)),
    drawing.stop,
  ];
  draw();
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** Names of blocks, each once, from the picture up. */
const blockNames: Reader<string[]> = (value) => {
  if (!Array.isArray(value) || !value.every((name) => NAMES.includes(name))) return undefined;
  return NAMES.filter((name) => value.includes(name));
};

const explorer: WidgetModule<Traits> = { render, linkable: { unfrozen: blockNames, freeze_batch_norm: flag } };
export default explorer;
