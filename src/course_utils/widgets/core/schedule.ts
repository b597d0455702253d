/** Drawing at most once a frame, however many traits changed. */

/**
 * What must find on screen what was asked for: a page in print takes the light theme, and no frame follows; a key or
 * a click that comes sooner than the frame would act on a scene that is over.
 */
const FIRST_DRAW = ["beforeprint", "keydown", "pointerdown", "click"];
const CAPTURE = { capture: true };

/**
 * @param draw told the highest level asked for since the last frame
 * @returns `ask(level)`, and `stop` for the clean-up
 */
export function frames(draw: (level: number) => void): { ask(level: number): void; stop(): void } {
  let wanted = -1;
  let frame = 0;
  function drawNow(): void {
    if (wanted < 0) return;
    const level = wanted;
    wanted = -1;
    draw(level);
  }
  for (const event of FIRST_DRAW) addEventListener(event, drawNow, CAPTURE);
  return {
    ask(level) {
      if (wanted < 0) frame = requestAnimationFrame(drawNow);
      wanted = Math.max(wanted, level);
    },
    stop() {
      cancelAnimationFrame(frame);
      for (const event of FIRST_DRAW) removeEventListener(event, drawNow, CAPTURE);
    },
  };
}
