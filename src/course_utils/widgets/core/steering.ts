/** Cells that a mouse, a finger or the arrow keys choose. */
import { KEYS_STAY_HERE } from "./controls";
import type { Attributes } from "./dom";

export interface Cell {
  readonly row: number;
  readonly column: number;
}

const STEP: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Attributes that let an element be steered.
 *
 * @param size how many cells the element shows
 * @param pointed the cell under the pointer, while it hovers or touches
 * @param stepped rows and columns to move by, for an arrow key (`leap` at a time with Shift)
 */
export function steering(
  size: () => { height: number; width: number },
  pointed: (cell: Cell) => void,
  stepped: (rows: number, columns: number) => void,
  leap = 1,
): Attributes {
  const point = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const { height, width } = size();
    pointed({
      row: Math.floor(((event.clientY - box.top) / box.height) * height),
      column: Math.floor(((event.clientX - box.left) / box.width) * width),
    });
  };
  return {
    ...KEYS_STAY_HERE,
    tabindex: 0,
    onpointermove: point,
    onpointerdown: point,
    onkeydown: (event: KeyboardEvent) => {
      const step = STEP[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const distance = event.shiftKey ? leap : 1;
      stepped(step[0] * distance, step[1] * distance);
    },
  };
}
