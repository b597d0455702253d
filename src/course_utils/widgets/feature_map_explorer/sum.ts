/** The numbers behind one cell: patches, weights, products channel by channel, and the line that adds them up. */
import { KEYS_STAY_HERE } from "../core/controls";
import { tint, type Role } from "../core/colors";
import { h, uniqueId } from "../core/dom";
import { compact, format } from "../core/numbers";
import { paintMap } from "../core/paint";
import type { Sum } from "./cells";
import { largest } from "./painting";
import type { Scene, Text } from "./scene";

// More numbers than these would be too small to read; their colours stay.
const READABLE = 25;

interface Card {
  readonly el: HTMLElement;
  readonly input: HTMLInputElement;
  readonly patch: HTMLCanvasElement;
  readonly weights: HTMLCanvasElement;
  readonly product: HTMLElement;
}

export function sumView(text: Text) {
  const story = h("p", { class: "cw-note" });
  const cards = cardList(text, () => shown && numbers.show(shown[0], shown[1], cards.chosen()));
  const numbers = numberGrids(text);
  const line = h("p", { class: "cw-line" });
  let shown: [Scene, Sum] | undefined;
  return {
    el: h("div", { class: "cw-sum" }, story, cards.el, numbers.el, line),
    show(scene: Scene, sum: Sum): void {
      shown = [scene, sum];
      story.textContent = storyOf(text, scene, sum);
      cards.show(scene, sum);
      numbers.show(scene, sum, cards.chosen());
      line.replaceChildren(...lineOf(text, scene, sum));
    },
  };
}

/** One card for each channel: what the cell sees of it, the weights, and what they give together. */
function cardList(text: Text, chosen: () => void) {
  const el = h("div", { class: "cw-cards", role: "radiogroup", "aria-label": text("channels") });
  let group = "";
  let cards: Card[] = [];
  let built = "";
  const chosenIndex = () => Math.max(cards.findIndex(({ input }) => input.checked), 0);

  function build(count: number): void {
    group = uniqueId("channels");
    cards = Array.from({ length: count }, (_, channel) => card(channel));
    el.replaceChildren(...cards.map((card) => card.el));
  }
  function card(channel: number): Card {
    const input = h("input", { type: "radio", name: group, "aria-label": text("channel", { number: channel + 1 }), ...KEYS_STAY_HERE, onchange: chosen });
    const [patch, weights, product] = [h("canvas", { "aria-hidden": "true" }), h("canvas", { "aria-hidden": "true" }), h("span", { class: "cw-product" })];
    return { el: h("label", {}, input, patch, h("span", { "aria-hidden": "true" }, "×"), weights, product), input, patch, weights, product };
  }

  return {
    el,
    chosen: chosenIndex,
    show({ theme, cell }: Scene, { inputs, weights, products, rows, columns }: Sum): void {
      el.hidden = inputs.length === 1;
      const key = `${cell.layer} ${inputs.length}`;
      if (key !== built) {
        build(inputs.length);
        const most = products.reduce((best, product, i) => (Math.abs(product) > Math.abs(products[best]) ? i : best), 0);
        cards[most].input.checked = true;
        built = key;
      }
      if (el.hidden || !weights) return;
      const [brightest, heaviest, most] = [farthest(inputs), farthest(weights), Math.max(...products.map(Math.abs), 1e-9)];
      el.classList.toggle("cw-large", rows * columns > READABLE);
      cards.forEach(({ patch, weights: canvas, product }, i) => {
        const shape = [rows, columns, 1];
        paintMap(patch, { data: inputs[i], shape }, 0, brightest, theme, "input");
        paintMap(canvas, { data: weights[i], shape }, 0, heaviest, theme, "kernel");
        product.textContent = format(products[i]);
        product.style.background = tint(theme, "output", products[i] / most);
      });
    },
  };
}

function farthest(parts: readonly Float32Array[]): number {
  return Math.max(...parts.map(largest), 1e-9);
}

/** The numbers of one channel: patch, weights and products as they are multiplied; a pool's window alone. */
function numberGrids(text: Text) {
  const grids = {
    input: numberGrid("input", text("patch")),
    kernel: numberGrid("kernel", text("weights")),
    output: numberGrid("output", text("products")),
  };
  const operators = [h("span", { class: "cw-operator", "aria-hidden": "true" }, "×"), h("span", { class: "cw-operator", "aria-hidden": "true" }, "=")];
  const el = h("div", { class: "cw-numbers" }, grids.input.el, operators[0], grids.kernel.el, operators[1], grids.output.el);
  return {
    el,
    show({ theme, net, cell }: Scene, { inputs, weights, rows, columns, inside }: Sum, channel: number): void {
      el.hidden = rows * columns > READABLE;
      if (el.hidden) return;
      el.classList.toggle("cw-many", columns > 3);
      const patch = inputs[channel];
      const factors = weights?.[channel];
      for (const extra of [grids.kernel.el, grids.output.el, ...operators]) extra.hidden = !factors;
      const winner = net.layers[cell.layer].kind === "MaxPooling2D" ? winnerOf(patch, inside) : -1;
      grids.input.show(rows, columns, patch, theme, largest(patch), inside, winner);
      if (!factors) return;
      grids.kernel.show(rows, columns, factors, theme, largest(factors));
      const products = patch.map((number, i) => number * factors[i]);
      grids.output.show(rows, columns, products, theme, largest(products));
    },
  };
}

function winnerOf(patch: Float32Array, inside: readonly boolean[]): number {
  return patch.reduce((best, value, i) => (inside[i] && (best < 0 || value > patch[best]) ? i : best), -1);
}

function numberGrid(role: Role, title: string) {
  const list = h("div");
  let cells: HTMLElement[] = [];
  return {
    el: h("figure", { class: `cw-grid cw-grid-${role}` }, h("figcaption", {}, title), list),
    show(rows: number, columns: number, values: Float32Array, theme: Scene["theme"], limit: number, inside?: readonly boolean[], winner = -1): void {
      if (cells.length !== rows * columns) {
        cells = Array.from(values, () => h("span"));
        list.replaceChildren(...cells);
      }
      list.style.setProperty("--columns", String(columns));
      cells.forEach((cell, i) => {
        const outside = inside !== undefined && !inside[i];
        cell.textContent = outside ? "" : compact(values[i]);
        cell.style.background = tint(theme, role, limit > 0 ? values[i] / limit : 0);
        cell.classList.toggle("cw-outside", outside);
        cell.classList.toggle("cw-winner", i === winner);
      });
    },
  };
}

function storyOf(text: Text, { net, cell }: Scene, { inputs, rows, columns }: Sum): string {
  const { kind, settings } = net.layers[cell.layer];
  const values = { channels: inputs.length, rows, columns, count: inputs.length * rows * columns };
  if (kind === "Rescaling") return text("about_Rescaling", { scale: compact(settings.scale!, 4), offset: compact(settings.offset!, 4) });
  return text(kind === "Conv2D" && inputs.length === 1 ? "about_one" : (`about_${kind}` as Parameters<Text>[0]), values);
}

function lineOf(text: Text, { net, cell }: Scene, { inputs, products, weights, bias, total, value }: Sum): (Node | string)[] {
  const { kind, settings } = net.layers[cell.layer];
  const term = (words: string) => h("span", { class: "cw-term" }, words);
  const answer = h("strong", { class: "cw-term cw-answer" }, format(value, settings.activation === "softmax" ? 4 : 2));
  const activation = settings.activation && settings.activation !== "linear" ? [` → ${names[settings.activation]} → `, answer] : [];
  if (!weights) {
    if (activation.length) return [term(format(inputs[0][0])), ...activation];
    return [kind === "MaxPooling2D" ? text("maximum") : kind.includes("Average") ? text("mean") : text("value"), " = ", answer];
  }
  const sum = [term(`${text("sum")} ${format(products.reduce((all, product) => all + product, 0))}`), " + ", term(`${text("bias")} ${format(bias)}`), " = "];
  return activation.length ? [...sum, term(format(total)), ...activation] : [...sum, answer];
}

const names = { relu: "ReLU", sigmoid: "sigmoid", tanh: "tanh", softmax: "softmax" } as const;
