/** An object that a mouse or a finger drags over a stage, a tap places, and the arrow keys move. */
import type { Attributes } from "../core/dom";
import { steering, type Cell } from "../core/steering";

const LEAP = 4;

/** A place in the picture between its pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Attributes of the stage.
 *
 * A finger drags the object by its handle alone (`touch-action: none` there): beside it, a swipe scrolls the page.
 *
 * @param side pixels of the picture along each side
 * @param handle the element that lies over the object
 * @param object where the object's top left corner is, and its size
 */
export function dragging(
  side: number,
  handle: Element,
  object: () => Cell & { height: number; width: number },
  moveTo: (cell: Cell) => void,
  moveBy: (rows: number, columns: number) => void,
): Attributes {
  let grip: Point | undefined;
  let tapped = false;
  const pixel = (event: MouseEvent): Point => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * side, y: ((event.clientY - box.top) / box.height) * side };
  };
  const centre = (): Point => ({ x: object().width / 2, y: object().height / 2 });
  const place = (point: Point, held: Point) =>
    moveTo({ row: Math.round(point.y - held.y), column: Math.round(point.x - held.x) });
  const end = () => (grip = undefined);
  return {
    ...steering(() => ({ height: side, width: side }), () => {}, moveBy, LEAP),
    onpointerdown(event: PointerEvent) {
      const held = handle.contains(event.target as Node);
      tapped = event.pointerType === "touch" && !held;
      if (tapped || event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const { x, y } = pixel(event);
      grip = held ? { x: x - object().column, y: y - object().row } : centre();
      place({ x, y }, grip);
    },
    onpointermove(event: PointerEvent) {
      if (grip) place(pixel(event), grip);
    },
    onpointerup: end,
    onpointercancel: end,
    onlostpointercapture: end,
    onclick(event: MouseEvent) {
      if (tapped) place(pixel(event), centre());
      tapped = false;
    },
  };
}
