/** Drawing at most once a frame, however many traits changed. */

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
  // Before it prints, the page takes the light theme, and no frame follows.
  addEventListener("beforeprint", drawNow);
  return {
    ask(level) {
      if (wanted < 0) frame = requestAnimationFrame(drawNow);
      wanted = Math.max(wanted, level);
    },
    stop() {
      cancelAnimationFrame(frame);
      removeEventListener("beforeprint", drawNow);
    },
  };
}
