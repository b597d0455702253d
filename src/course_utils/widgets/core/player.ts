/** A button that steps through positions by itself. */
import { button } from "./controls";

const PAUSE = 700;

export interface Player {
  readonly el: HTMLButtonElement;
  playing(): boolean;
  /** Tell it that the position may have changed: it leaves the positions to the reader who moves on. */
  show(): void;
  /** Stop for good. */
  stop(): void;
}

/**
 * A player that starts over at the end; hidden from those who asked for stillness.
 *
 * @param now the current position, and how many there are
 */
export function player(
  labels: { readonly play: string; readonly pause: string },
  now: () => { readonly position: number; readonly count: number },
  moveTo: (position: number) => void,
): Player {
  let timer = 0;
  let expected = 0;
  const el = button(labels.play, () => (timer ? pause() : start()));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const respect = () => {
    el.hidden = still.matches;
    pause();
  };

  function start(): void {
    const { position, count } = now();
    go(position >= count - 1 ? 0 : position);
    timer = window.setInterval(() => go(expected + 1), PAUSE);
    el.textContent = labels.pause;
  }
  function go(position: number): void {
    expected = position;
    moveTo(position);
  }
  function pause(): void {
    clearInterval(timer);
    timer = 0;
    el.textContent = labels.play;
  }

  still.addEventListener("change", respect);
  respect();
  return {
    el,
    playing: () => timer > 0,
    show() {
      const { position, count } = now();
      el.disabled = count < 2;
      if (timer && (position !== expected || position >= count - 1)) pause();
    },
    stop() {
      pause();
      still.removeEventListener("change", respect);
    },
  };
}
