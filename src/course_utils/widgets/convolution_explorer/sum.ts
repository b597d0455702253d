/** One window's sum, number by number: patch × kernel in every channel, plus the bias. The kernel is edited here. */
import { tint, type Role } from "../core/colors";
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import { compact, format } from "../core/numbers";
import type { Theme } from "../core/theme";
import { LARGEST } from "./kernel";

export interface SumView {
  /** Pixel and weight of each cell, `[channel][cell]`; `inside` is false where padding stands. */
  readonly pixels: readonly (readonly number[])[];
  readonly inside: readonly boolean[];
  readonly weights: readonly (readonly number[])[];
  readonly bias: number;
  readonly relu: boolean;
  readonly theme: Theme;
}

export interface SumTexts {
  readonly patch: string;
  readonly kernel: string;
  readonly product: string;
  readonly bias: string;
  readonly channels: readonly string[];
  weight(channel: number, row: number, column: number): string;
}

interface ChannelRow {
  readonly el: HTMLElement;
  readonly patch: HTMLElement[];
  readonly inputs: HTMLInputElement[];
  readonly products: HTMLElement[];
  readonly total: HTMLElement;
}

/**
 * @param size rows and columns of the window
 * @param edited told the channel, the cell and the number that the reader typed
 */
export function sumPanel(size: number, texts: SumTexts, edited: (channel: number, cell: number, weight: number) => void) {
  const rows = texts.channels.map((name, channel) => channelRow(size, name, texts, channel, edited));
  const line = h("p", { class: "cw-sum-line" });
  return {
    size,
    channels: rows.length,
    el: h("div", { class: "cw-sum", style: `--size: ${size}` }, ...rows.map((row) => row.el), line),

    /** Returns the sum and what the filter answers, as texts. */
    show(view: SumView): { sum: string; value: string } {
      const largest = Math.max(...view.weights.flat().map(Math.abs), 1e-9);
      const totals = rows.map((row, channel) => showChannel(row, view, channel, largest));
      const sum = totals.reduce((total, value) => total + value, view.bias);
      const output = view.relu ? Math.max(sum, 0) : sum;
      const answer = (value: number) => h("strong", { class: "cw-term cw-answer" }, format(value));
      line.replaceChildren(
        ...totals.flatMap((total, channel) => [term(`${texts.channels[channel]} ${format(total)}`), " + "]),
        term(`${texts.bias} ${format(view.bias)}`),
        " = ",
        ...(view.relu ? [term(format(sum)), " → ReLU → ", answer(output)] : [answer(sum)]),
      );
      return { sum: format(sum), value: format(output) };
    },
  };
}

export type SumPanel = ReturnType<typeof sumPanel>;

function channelRow(
  size: number,
  name: string,
  texts: SumTexts,
  channel: number,
  edited: (channel: number, cell: number, weight: number) => void,
): ChannelRow {
  const cells = Array.from({ length: size * size }, (_, cell) => cell);
  const patch = cells.map(() => h("span"));
  const products = cells.map(() => h("span"));
  const inputs = cells.map((cell) => {
    const label = texts.weight(channel, Math.floor(cell / size) + 1, (cell % size) + 1);
    return weightInput(label, (weight) => edited(channel, cell, weight));
  });
  const total = h("output", { class: "cw-term" });
  const grid = (role: Role, title: string, items: HTMLElement[]) =>
    h("figure", { class: `cw-grid cw-grid-${role}` }, h("figcaption", {}, title), h("div", {}, ...items));
  const el = h(
    "div",
    { class: "cw-channel", role: "group", "aria-label": name },
    h("span", { class: "cw-channel-name" }, name),
    grid("input", texts.patch, patch),
    h("span", { class: "cw-operator", "aria-hidden": "true" }, "×"),
    grid("kernel", texts.kernel, inputs),
    h("span", { class: "cw-operator", "aria-hidden": "true" }, "="),
    grid("output", texts.product, products),
    h("span", { class: "cw-operator cw-sigma" }, "Σ"),
    total,
  );
  return { el, patch, inputs, products, total };
}

/** A field for a number of the kernel; what is no such number gives way when the reader leaves. */
function weightInput(label: string, edited: (weight: number) => void): HTMLInputElement {
  const input = h("input", {
    type: "number",
    step: "any",
    "aria-label": label,
    ...KEYS_STAY_HERE,
    oninput: () => {
      if (Math.abs(input.valueAsNumber) <= LARGEST) edited(input.valueAsNumber);
    },
    onblur: () => showDefault(input),
  });
  return input;
}

/** Show the number that counts; `.5` may stay as it was typed. */
function showDefault(input: HTMLInputElement): void {
  if (input.valueAsNumber !== Number(input.defaultValue)) input.value = input.defaultValue;
}

function showChannel(row: ChannelRow, view: SumView, channel: number, largest: number): number {
  const { theme, inside } = view;
  const [pixels, weights] = [view.pixels[channel], view.weights[channel]];
  let total = 0;
  for (const [cell, pixel] of pixels.entries()) {
    const weight = weights[cell];
    total += pixel * weight;
    write(row.patch[cell], compact(pixel), tint(theme, "input", pixel));
    row.patch[cell].classList.toggle("cw-outside", !inside[cell]);
    write(row.products[cell], compact(pixel * weight), tint(theme, "output", (pixel * weight) / largest));
    const input = row.inputs[cell];
    if (input.defaultValue !== String(weight)) input.defaultValue = String(weight);
    if (document.activeElement !== input) showDefault(input);
    shade(input, tint(theme, "kernel", weight / largest));
  }
  row.total.textContent = format(total);
  return total;
}

function term(text: string): HTMLElement {
  return h("span", { class: "cw-term" }, text);
}

function write(cell: HTMLElement, text: string, background: string): void {
  if (cell.textContent !== text) cell.textContent = text;
  shade(cell, background);
}

const shades = new WeakMap<HTMLElement, string>();

/** Set a background; most cells keep theirs, and setting it costs more than all else that is done for a cell. */
function shade(cell: HTMLElement, background: string): void {
  if (shades.get(cell) === background) return;
  shades.set(cell, background);
  cell.style.background = background;
}
