/** The output size as a formula with the numbers put in, and what happened in words. */
import { h, type Child } from "../core/dom";
import { trimmed } from "../core/numbers";
import { formulas, pieces, valuesOf, type Formula, type SymbolName } from "./formula";
import { SETTINGS, type Text, type View } from "./scene";
import { story } from "./story";

export function explanationView(text: Text): View {
  const lines = h("dl", { class: "cw-formulas" });
  const sentences = h("ul", { class: "cw-story" });
  return {
    el: h("section", { class: "cw-explanation" }, h("p", { class: "cw-title" }, text("formula")), lines, sentences),
    show({ settings, axis }, level) {
      if (level < SETTINGS) return;
      const values = valuesOf(settings, axis);
      lines.replaceChildren(
        ...formulas(settings, axis).flatMap((formula) => [h("dt", {}, text(formula.symbol)), written(formula, values)]),
      );
      sentences.replaceChildren(...story(settings, axis, text).map((sentence) => h("li", {}, sentence)));
    },
  };
}

/** "o = ⌈n / s⌉ = ⌈5 / 2⌉ = ⌈2.5⌉ = 3": symbols, numbers, a step between, the result; a line breaks before "=". */
function written({ symbol, template, halfway, result }: Formula, values: Record<SymbolName, number>): HTMLElement {
  const fill = (part: (symbol: SymbolName) => Child) =>
    pieces(template).map((piece) => (typeof piece === "string" ? piece : h("span", { class: `cw-symbol cw-symbol-${piece.symbol}` }, part(piece.symbol))));
  const step = (...children: Child[]) => h("span", { class: "cw-step" }, "= ", ...children);
  return h(
    "dd",
    {},
    h("span", { class: `cw-symbol cw-symbol-${symbol}` }, letter(symbol)),
    " ",
    step(...fill(letter)),
    " ",
    step(...fill((name) => trimmed(values[name]))),
    " ",
    step(halfway),
    " ",
    step(h("strong", { class: `cw-symbol cw-symbol-${symbol}` }, trimmed(result))),
  );
}

function letter(symbol: SymbolName): Child {
  return symbol === "k_eff" ? h("span", {}, "k", h("sub", {}, "eff")) : symbol;
}
