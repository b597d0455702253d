/** The epoch that is looked at, and what can be done with it and with the curves. */
import { button, slider } from "../core/controls";
import { h } from "../core/dom";
import { speaker } from "../core/speaker";
import { atCursor } from "./description";
import { CURVES, type Actions, type Scene, type Text, type View } from "./scene";

export function controls(text: Text, actions: Actions): View {
  let scene: Scene;
  const spoken = speaker();
  const epoch = slider(text("epoch"), { min: 1, max: 2 }, (value) => actions.change({ epoch: value }));
  const stop = button(text("stop"), () => actions.change({ stopped: scene.epoch }), { class: "cw-button cw-primary" });
  const again = button(text("ask_again"), () => actions.change({ stopped: 0 }));
  const pin = button("", () => actions.change({ compare: scene.pinned ? "" : scene.now.key }));
  return {
    el: h("div", { class: "cw-steering" }, epoch.el, h("div", { class: "cw-buttons" }, stop, again, pin), spoken.el),
    stop: spoken.stop,
    show(now, level) {
      scene = now;
      const { asking, ask, stopped, pinned } = now;
      if (level >= CURVES) epoch.limit(1, now.now.epochs);
      epoch.show(now.epoch);
      stop.hidden = !asking;
      again.hidden = !ask || !stopped;
      pin.textContent = text(pinned ? "unpin" : "pin");
      spoken.say(atCursor(now, text));
    },
  };
}
