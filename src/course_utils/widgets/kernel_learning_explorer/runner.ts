/** Learning rate and momentum, and the buttons that let it learn. */
import { button, slider, toggle } from "../core/controls";
import { h } from "../core/dom";
import { figure } from "./figure";
import { randomKernel } from "./filters";
import type { Actions, Scene, Text, View } from "./scene";

/** Of the learning rate, as powers of ten. */
const [SLOWEST, FASTEST] = [-3, 0.3];
const CHUNK = 25;
const THUMB = 16;

export function runner(text: Text, actions: Actions): View {
  let scene: Scene;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const rate = slider(
    text("rate"),
    { min: SLOWEST, max: FASTEST, step: 0.05, text: (power) => figure(10 ** power) },
    (power) => actions.change({ learning_rate: Number((10 ** power).toPrecision(3)) }),
  );
  const mark = h("span", { class: "cw-limit-mark" }, "▲");
  const limit = h("span");
  const showLimit = button(text("show_limit"), () => actions.change({ limit_shown: true }));
  const momentum = toggle(text("momentum"), (on) => actions.change({ momentum: on ? 0.9 : 0 }));
  const run = button("", () => (calm.matches ? actions.step(chunk()) : actions.run()));
  const step = button(text("step"), () => actions.step(1));
  const again = button(text("again"), () => actions.pose({ kernel: randomKernel(scene.traits.hidden.length) }));
  // Each press goes as far again as all before: a descent has much to show at first, and little later.
  const chunk = () => Math.max(CHUNK, scene.learning.steps);

  return {
    els: [
      h("div", { class: "cw-runner" },
        rate.el,
        h("div", { class: "cw-limit" }, mark, limit, showLimit),
        momentum.el,
        h("div", { class: "cw-buttons" }, run, step, again)),
    ],
    show(now) {
      scene = now;
      const { traits, learning, running } = now;
      run.textContent = calm.matches ? `+${text("steps", { steps: chunk() })}` : text(running ? "pause" : "run");
      for (const el of [run, step]) el.ariaDisabled = `${learning.over}`;
      rate.show(Math.log10(traits.learning_rate));
      momentum.show(traits.momentum > 0);
      const share = (Math.log10(now.limit) - SLOWEST) / (FASTEST - SLOWEST);
      showLimit.hidden = traits.limit_shown;
      mark.hidden = !traits.limit_shown || share > 1;
      mark.style.left = `calc(${share * 100}% + ${(0.5 - share) * THUMB}px)`;
      limit.textContent = traits.limit_shown ? text("limit", { limit: figure(now.limit) }) : "";
    },
  };
}
