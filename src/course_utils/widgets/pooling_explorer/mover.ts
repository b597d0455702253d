/** Buttons that shift the map by a cell and step through the windows, and words for those who can't see what happened. */
import { button } from "../core/controls";
import { h, uniqueId, type Child } from "../core/dom";
import { trimmed } from "../core/numbers";
import { player } from "../core/player";
import { speaker } from "../core/speaker";
import { FARTHEST_SHIFT, type Actions, type Scene, type Text, type View } from "./scene";

export interface Mover extends View {
  stop(): void;
}

export function moverView(text: Text, actions: Actions): Mover {
  const shifts = shiftButtons(text, actions);
  const steps = stepButtons(text, actions);
  const spoken = speaker();
  return {
    el: h("div", { class: "cw-mover" }, shifts.el, steps.el, spoken.el),
    show(scene, level) {
      shifts.show(scene, level);
      steps.show(scene, level);
      if (scene.answers && !steps.playing()) spoken.say(spokenWords(scene, text));
    },
    stop() {
      steps.stop();
      spoken.stop();
    },
  };
}

function shiftButtons(text: Text, actions: Actions): View {
  const arrow = (sign: string, label: "left" | "up" | "down" | "right", rows: number, columns: number) => ({
    rows,
    columns,
    el: button(sign, () => actions.shiftBy(rows, columns), { "aria-label": text(label), title: text(label) }),
  });
  const arrows = [arrow("←", "left", 0, -1), arrow("↑", "up", -1, 0), arrow("↓", "down", 1, 0), arrow("→", "right", 0, 1)];
  const back = button(text("back"), () => actions.change({ shift_rows: 0, shift_columns: 0 }));
  const title = h("span", {});
  return {
    el: group(title, ...arrows.map(({ el }) => el), back),
    show({ shift }) {
      title.textContent = text("shift", { rows: signed(shift.rows), columns: signed(shift.columns) });
      for (const { el, rows, columns } of arrows) {
        const far = Math.max(Math.abs(shift.rows + rows), Math.abs(shift.columns + columns));
        el.setAttribute("aria-disabled", String(far > FARTHEST_SHIFT));
      }
      back.setAttribute("aria-disabled", String(shift.rows === 0 && shift.columns === 0));
    },
  };
}

function stepButtons(text: Text, actions: Actions) {
  let scene: Scene;
  const title = h("span", {});
  const step = (sign: string, label: "previous" | "next", distance: number) =>
    button(sign, () => actions.step(distance), { "aria-label": text(label), title: text(label) });
  const [previous, next] = [step("←", "previous", -1), step("→", "next", 1)];
  const play = player(
    { play: text("play"), pause: text("pause") },
    () => ({ position: scene.position, count: scene.windows }),
    actions.moveTo,
  );
  return {
    el: group(title, previous, next, play.el),
    playing: play.playing,
    stop: play.stop,
    show(now: Scene, _level: number): void {
      scene = now;
      title.textContent = text("window", { position: Math.min(now.position + 1, now.windows), windows: now.windows });
      previous.setAttribute("aria-disabled", String(now.position === 0));
      next.setAttribute("aria-disabled", String(now.position >= now.windows - 1));
      play.show();
    },
  };
}

/** Buttons with a common name. A button that is out of work keeps the focus, so it is not disabled for real. */
function group(title: HTMLElement, ...buttons: Child[]): HTMLElement {
  title.id = uniqueId("title");
  return h(
    "div",
    { class: "cw-button-group", role: "group", "aria-labelledby": title.id },
    title,
    h("div", {}, ...buttons),
  );
}

function spokenWords({ answers, position, windows, shift }: Scene, text: Text): string {
  const { max, average, strided } = answers!;
  const at = (numbers: Float32Array) => trimmed(numbers[position]);
  const values = { max: at(max.numbers), average: at(average.numbers), strided: at(strided.numbers) };
  const where = text("spoken", { position: position + 1, windows, ...values });
  if (shift.rows === 0 && shift.columns === 0) return where;
  const counts = { max: max.change.count, average: average.change.count, strided: strided.change.count, windows };
  return `${where}. ${text("spoken_shift", counts)}`;
}

function signed(distance: number): string {
  return distance > 0 ? `+${distance}` : trimmed(distance);
}
