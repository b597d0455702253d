/** An element in which a mouse peeks and a click or a finger chooses, with arrow keys beside. */
import { KEYS_STAY_HERE } from "../core/controls";
import type { Attributes } from "../core/dom";

export interface Pointing {
  /** A place as shares of width and height, while a mouse hovers. */
  peek(x: number, y: number): void;
  choose(x: number, y: number): void;
  leave(): void;
  /** Arrow keys: columns to the right, rows down. */
  step(right: number, down: number): void;
}

const STEP: Record<string, readonly [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function pointing({ peek, choose, leave, step }: Pointing): Attributes {
  const place = (event: PointerEvent, act: (x: number, y: number) => void) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    act(share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height));
  };
  return {
    ...KEYS_STAY_HERE,
    tabindex: 0,
    onpointermove: (event: PointerEvent) => place(event, event.pointerType === "mouse" && event.buttons === 0 ? peek : choose),
    onpointerdown: (event: PointerEvent) => place(event, choose),
    onpointerleave: leave,
    onkeydown: (event: KeyboardEvent) => {
      const direction = STEP[event.key];
      if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      step(...direction);
    },
  };
}

function share(distance: number, length: number): number {
  return Math.max(0, Math.min(1 - 1e-9, distance / length));
}
