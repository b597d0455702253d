/** The pad: a picture that a mouse, a finger or the keyboard draws on. */
import { button, KEYS_STAY_HERE, segmented, slider } from "../core/controls";
import { h } from "../core/dom";
import { speaker } from "../core/speaker";
import { centred, stroke, type Point } from "./brush";
import type { Drawing } from "./drawing";
import { outline } from "./outline";
import { showPicture } from "./painting";
import { NET, PICTURE, type Actions, type Text, type View } from "./scene";

const ARROWS: Record<string, readonly [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
// Four pixels at a time with Shift.
const LEAP = 4;

export function pad(text: Text, drawing: Drawing, actions: Actions): View & { stop(): void } {
  const pen = { width: 2.5, ink: 1 as 0 | 1 };
  const spoken = speaker();
  const canvas = h("canvas", { role: "img", "aria-label": text("picture") });
  const field = outline("cw-field");
  const cursor = outline("cw-cursor");
  const sheet = h(
    "div",
    { class: "cw-pad", role: "application", tabindex: 0, "aria-label": text("pad"), ...KEYS_STAY_HERE },
    canvas, field.el, cursor.el,
  );
  const line = (from: Point, to: Point) => {
    stroke(drawing.picture, from, to, pen.width, pen.ink);
    actions.drawn();
  };
  drawWithPointer(sheet, drawing, line);
  const keys = drawWithKeys(sheet, drawing, line, (down, { x, y }) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    cursor.show({ left: column, top: row, right: column + 1, bottom: row + 1 }, drawing.picture.shape);
    cursor.el.classList.toggle("cw-down", down);
    spoken.say(text(down ? "pen_down" : "pen_up", { row, column }));
  });

  const change = (make: () => ArrayLike<number>) => {
    drawing.begin();
    drawing.replace(make());
    actions.drawn();
  };
  const width = slider(text("brush"), { min: 1, max: 5, step: 0.5 }, (value) => (pen.width = value));
  const tool = segmented(text("tool"), [{ value: "draw", label: text("draw") }, { value: "erase", label: text("erase") }], (value) => {
    pen.ink = value === "draw" ? 1 : 0;
  });
  const undo = button(text("undo"), () => {
    drawing.undo();
    actions.drawn();
  });
  const clear = button(text("clear"), () => change(() => new Float32Array(drawing.picture.data.length)));
  const centre = button(text("centre"), () => change(() => centred(drawing.picture).data), { title: text("centre_note") });
  width.show(pen.width);
  tool.show("draw");
  return {
    el: h(
      "div",
      { class: "cw-drawing" },
      sheet,
      h("div", { class: "cw-controls cw-pens" }, tool.el, width.el, h("div", { class: "cw-buttons" }, undo, clear, centre)),
      spoken.el,
    ),
    stop: spoken.stop,
    show(scene, level) {
      const { picture } = scene;
      if (level >= NET) keys.start();
      if (level >= PICTURE) {
        showPicture(canvas, picture, scene.theme);
        undo.disabled = !drawing.undoable;
      }
      field.show(scene.field, picture.shape);
    },
  };
}

function drawWithPointer(sheet: HTMLElement, drawing: Drawing, line: (from: Point, to: Point) => void): void {
  let last: Point | undefined;
  const place = (event: PointerEvent, box: DOMRect): Point => {
    const [rows, columns] = drawing.picture.shape;
    return { x: ((event.clientX - box.left) / box.width) * columns, y: ((event.clientY - box.top) / box.height) * rows };
  };
  sheet.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    sheet.setPointerCapture(event.pointerId);
    drawing.begin();
    last = place(event, sheet.getBoundingClientRect());
    line(last, last);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!last || !event.isPrimary) return;
    const box = sheet.getBoundingClientRect();
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const next = place(each, box);
      line(last, next);
      last = next;
    }
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) sheet.addEventListener(end, () => (last = undefined));
}

/** Arrow keys move a cursor, Space puts the pen down and lifts it, Enter makes a dot, Escape lifts the pen. */
function drawWithKeys(
  sheet: HTMLElement,
  drawing: Drawing,
  line: (from: Point, to: Point) => void,
  moved: (down: boolean, at: Point) => void,
) {
  let at: Point = { x: 0, y: 0 };
  let down = false;
  const mark = () => {
    drawing.begin();
    line(at, at);
  };
  const press: Record<string, () => void> = {
    " ": () => (down = !down) && mark(),
    Enter: mark,
    Escape: () => (down = false),
  };
  const move = ([x, y]: readonly [number, number], far: number) => {
    const [rows, columns] = drawing.picture.shape;
    const next = { x: clamp(at.x + x * far, columns), y: clamp(at.y + y * far, rows) };
    if (down) line(at, next);
    at = next;
  };
  sheet.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (ARROWS[event.key]) move(ARROWS[event.key], event.shiftKey ? LEAP : 1);
    else if (press[event.key]) press[event.key]();
    else return;
    event.preventDefault();
    moved(down, at);
  });
  sheet.addEventListener("focus", () => moved(down, at));
  sheet.addEventListener("blur", () => (down = false));
  return {
    /** Put the cursor into the middle. */
    start() {
      const [rows, columns] = drawing.picture.shape;
      at = { x: Math.floor(columns / 2) + 0.5, y: Math.floor(rows / 2) + 0.5 };
    },
  };
}

function clamp(place: number, length: number): number {
  return Math.min(Math.max(place, 0.5), length - 0.5);
}
