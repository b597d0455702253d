/** Buttons and a slider that step through the windows in reading order, with a player that does it by itself. */
import { button, slider } from "../core/controls";
import { h } from "../core/dom";
import { speaker } from "../core/speaker";
import { trimmed } from "../core/numbers";
import { player } from "../core/player";
import type { Actions, Scene, Text, View } from "./scene";

export interface Stepper extends View {
  stop(): void;
}

export function stepper(text: Text, actions: Actions): Stepper {
  let scene: Scene;
  const spoken = speaker();
  const previous = button(text("previous"), () => actions.step(-1));
  const next = button(text("next"), () => actions.step(1));
  const counter = (value: number) => `${value} / ${scene?.windows ?? 0}`;
  const position = slider(text("position"), { min: 1, max: 1, text: counter }, (value) => actions.moveTo(value - 1));
  const play = player(
    { play: text("play"), pause: text("pause") },
    () => ({ position: scene.position, count: scene.windows }),
    actions.moveTo,
  );
  return {
    el: h("div", { class: "cw-controls cw-stepper" }, previous, next, play.el, position.el, spoken.el),
    show(now) {
      scene = now;
      previous.disabled = now.position === 0;
      next.disabled = now.position >= now.windows - 1;
      position.limit(Math.min(1, now.windows), now.windows);
      position.show(Math.min(now.position + 1, now.windows));
      play.show();
      if (!play.playing() && now.windows > 0) {
        const { at, outputs } = now;
        spoken.say(text("spoken", { ...at, position: now.position + 1, windows: now.windows, sum: trimmed(outputs[at.row][at.column]) }));
      }
    },
    stop() {
      play.stop();
      spoken.stop();
    },
  };
}
