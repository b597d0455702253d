/** Buttons and a slider that step through the windows in reading order, and a player that does it by itself. */
import { button, slider } from "../core/controls";
import { h } from "../core/dom";
import { speaker } from "../core/speaker";
import { trimmed } from "../core/numbers";
import type { Actions, Scene, Text, View } from "./scene";

const PAUSE = 700;

export interface Stepper extends View {
  stop(): void;
}

export function stepper(text: Text, actions: Actions): Stepper {
  let scene: Scene;
  const spoken = speaker();
  const previous = button(text("previous"), () => actions.moveTo(scene.position - 1));
  const next = button(text("next"), () => actions.moveTo(scene.position + 1));
  const counter = (value: number) => `${value} / ${scene?.windows ?? 0}`;
  const position = slider(text("position"), { min: 1, max: 1, text: counter }, (value) => actions.moveTo(value - 1));
  const player = playButton(text, () => scene, actions);
  return {
    el: h("div", { class: "cw-controls cw-stepper" }, previous, next, player.el, position.el, spoken.el),
    show(now) {
      scene = now;
      previous.disabled = now.position === 0;
      next.disabled = now.position >= now.windows - 1;
      position.limit(Math.min(1, now.windows), now.windows);
      position.show(Math.min(now.position + 1, now.windows));
      player.show();
      if (!player.playing() && now.windows > 0) {
        const { at, outputs } = now;
        spoken.say(text("spoken", { ...at, position: now.position + 1, windows: now.windows, sum: trimmed(outputs[at.row][at.column]) }));
      }
    },
    stop() {
      player.stop();
      spoken.stop();
    },
  };
}

/** A player that starts over at the end, and leaves the window to the reader who moves it. */
function playButton(text: Text, scene: () => Scene, actions: Actions) {
  let timer = 0;
  let expected = 0;
  const el = button(text("play"), () => (timer ? stop() : start()));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const respect = () => {
    el.hidden = still.matches;
    stop();
  };

  function start(): void {
    expected = scene().position;
    if (expected >= scene().windows - 1) go(0);
    timer = window.setInterval(() => go(expected + 1), PAUSE);
    el.textContent = text("pause");
  }
  function go(position: number): void {
    expected = position;
    actions.moveTo(position);
  }
  function stop(): void {
    clearInterval(timer);
    timer = 0;
    el.textContent = text("play");
  }

  still.addEventListener("change", respect);
  respect();
  return {
    el,
    playing: () => timer > 0,
    show(): void {
      const { position, windows } = scene();
      el.disabled = windows < 2;
      if (timer && (position !== expected || position >= windows - 1)) stop();
    },
    stop(): void {
      stop();
      still.removeEventListener("change", respect);
    },
  };
}
