/** Words for those who can't see the picture: where something came to rest, not every cell on its way. */
import { h } from "./dom";

const REST = 400;

export function speaker() {
  const el = h("p", { class: "cw-visually-hidden", "aria-live": "polite" });
  let pause = 0;
  let opening = true;
  const stop = () => clearTimeout(pause);
  return {
    el,
    stop,
    /** Say this, unless something else is to be said within a moment. What the page opens with is no news. */
    say(message: string): void {
      stop();
      if (!opening) pause = window.setTimeout(() => (el.textContent = message), REST);
      opening = false;
    },
  };
}
