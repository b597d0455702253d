import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { frames } from "../../../src/course_utils/widgets/core/schedule";

let queue: Map<number, () => void>;
let page: EventTarget;

function nextFrame(): void {
  const due = [...queue.values()];
  queue.clear();
  for (const callback of due) callback();
}

beforeEach(() => {
  queue = new Map();
  let count = 0;
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => {
    queue.set(++count, callback);
    return count;
  });
  page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => void queue.delete(frame));
});
afterEach(() => vi.unstubAllGlobals());

describe("frames", () => {
  it("draws once a frame, at the highest level asked for", () => {
    const draw = vi.fn();
    const drawing = frames(draw);
    for (const level of [0, 2, 1]) drawing.ask(level);
    expect(draw).not.toHaveBeenCalled();
    nextFrame();
    expect(draw.mock.calls).toEqual([[2]]);
  });

  it("starts anew with the next frame", () => {
    const draw = vi.fn();
    const drawing = frames(draw);
    drawing.ask(3);
    nextFrame();
    nextFrame();
    drawing.ask(0);
    nextFrame();
    expect(draw.mock.calls).toEqual([[3], [0]]);
  });

  it("draws in a frame of its own what is asked for while it draws", () => {
    const levels: number[] = [];
    const drawing = frames((level) => {
      levels.push(level);
      if (level === 2) drawing.ask(1);
    });
    drawing.ask(2);
    nextFrame();
    expect(levels).toEqual([2]);
    nextFrame();
    expect(levels).toEqual([2, 1]);
  });

  it("goes on after a drawing that failed", () => {
    const draw = vi.fn().mockImplementationOnce(() => {
      throw new Error("no");
    });
    const drawing = frames(draw);
    drawing.ask(1);
    expect(nextFrame).toThrow("no");
    drawing.ask(2);
    nextFrame();
    expect(draw).toHaveBeenLastCalledWith(2);
  });

  it.each(["beforeprint", "keydown", "pointerdown", "click"])("draws before %s what is still to be drawn, and that once", (event) => {
    const draw = vi.fn();
    const drawing = frames(draw);
    page.dispatchEvent(new Event(event));
    expect(draw).not.toHaveBeenCalled();
    drawing.ask(2);
    page.dispatchEvent(new Event(event));
    nextFrame();
    expect(draw.mock.calls).toEqual([[2]]);
    drawing.ask(1);
    drawing.stop();
    page.dispatchEvent(new Event(event));
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it("draws nothing once stopped", () => {
    const draw = vi.fn();
    const drawing = frames(draw);
    drawing.ask(1);
    drawing.stop();
    nextFrame();
    expect(draw).not.toHaveBeenCalled();
  });
});
