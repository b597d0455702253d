/** Steps to be put in order: two buttons each, which a mouse, a finger and a keyboard press alike. */
import { h } from "../core/dom";
import type { Answer, AnswerProps } from "./answer";
import { icon } from "./icons";
import { parse, rich } from "./markup";
import type { OrderQuestion } from "./questions";
import { shuffledIndices } from "./random";
import type { Text } from "./scene";

interface Row {
  readonly step: number;
  readonly el: HTMLElement;
  readonly up: HTMLButtonElement;
  readonly down: HTMLButtonElement;
}

export function orderAnswer({ question, seed, response, changed }: AnswerProps<OrderQuestion>, text: Text): Answer {
  const { steps } = question;
  const moved = h("p", { class: "cw-visually-hidden", "aria-live": "polite" });
  const first = Array.isArray(response) ? (response as number[]) : shuffledIndices(steps.length, seed);
  const rows = first.map((step) => row(step));
  const list = h("ol", { class: "cw-steps" }, ...rows.map(({ el }) => el));

  const read = () => rows.map(({ step }) => step);

  function row(step: number): Row {
    const name = parse(steps[step].text).map((span) => span.text).join("");
    const up = mover("up", text("up", { step: name }), () => move(made, -1));
    const down = mover("down", text("down", { step: name }), () => move(made, 1));
    const words = h("span", { class: "cw-step-text" }, rich(steps[step].text));
    const made: Row = { step, up, down, el: h("li", {}, words, h("span", { class: "cw-movers" }, up, down)) };
    return made;
  }

  function move(made: Row, distance: -1 | 1): void {
    const place = rows.indexOf(made);
    const target = place + distance;
    if (target < 0 || target >= rows.length) return;
    [rows[place], rows[target]] = [rows[target], made];
    const focused = distance < 0 ? made.up : made.down;
    list.insertBefore(made.el, distance < 0 ? rows[place].el : rows[place].el.nextSibling);
    focused.focus(); // an element that is moved in the page loses it
    showEnds();
    moved.textContent = text("moved", { place: target + 1, count: rows.length });
    changed(read());
  }

  // Not `disabled`, which would take the focus away in the middle of a move.
  function showEnds(): void {
    rows.forEach(({ up, down }, place) => {
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === rows.length - 1));
    });
  }

  showEnds();
  return {
    el: h("div", {}, list, moved),
    read,
    mark(verdict) {
      rows.forEach(({ el }, place) => {
        el.classList.toggle("cw-right", verdict !== undefined && place < (verdict.inPlace ?? 0));
        el.classList.toggle("cw-wrong", verdict?.right === false && place === verdict.inPlace);
      });
    },
  };
}

function mover(direction: "up" | "down", label: string, pressed: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "cw-mover", "aria-label": label, title: label, onclick: pressed }, icon(direction));
}
