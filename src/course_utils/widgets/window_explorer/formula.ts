/** The formulas behind one side of the output: with symbols, then with the numbers put in. */
import { trimmed } from "../core/numbers";
import { outputSize, type Axis, type Settings } from "./geometry";

type Computed = "k_eff" | "o" | "p";
export type SymbolName = "n" | "k" | "s" | "d" | Computed;

export interface Formula {
  readonly symbol: Computed;
  /** Text with symbols in braces. */
  readonly template: string;
  /** One step from the numbers to the result. */
  readonly halfway: string;
  readonly result: number;
}

export function formulas(settings: Settings, axis: Axis): Formula[] {
  const { input_size: n, kernel_size: k, strides: s, padding, dilation_rate: d } = settings;
  const o = outputSize(settings, axis.covered);
  const span: Formula = {
    symbol: "k_eff",
    template: "{d} · ({k} − 1) + 1",
    halfway: `${d * (k - 1)} + 1`,
    result: axis.covered,
  };
  if (padding === "valid") {
    const quotient = trimmed((n - axis.covered) / s);
    return [span, { symbol: "o", template: "⌊({n} − {k_eff}) / {s}⌋ + 1", halfway: `⌊${quotient}⌋ + 1`, result: o }];
  }
  const missing = (o - 1) * s + axis.covered - n;
  return [
    span,
    { symbol: "o", template: "⌈{n} / {s}⌉", halfway: `⌈${trimmed(n / s)}⌉`, result: o },
    {
      symbol: "p",
      template: "max(({o} − 1) · {s} + {k_eff} − {n}, 0)",
      halfway: `max(${trimmed(missing)}, 0)`,
      result: axis.before + axis.after,
    },
  ];
}

/** What each symbol stands for in these settings. */
export function valuesOf(settings: Settings, axis: Axis): Record<SymbolName, number> {
  return {
    n: settings.input_size,
    k: settings.kernel_size,
    s: settings.strides,
    d: settings.dilation_rate,
    k_eff: axis.covered,
    p: axis.before + axis.after,
    o: outputSize(settings, axis.covered),
  };
}

/** A template cut into its texts and symbols: "⌈{n} / {s}⌉" → "⌈", {n}, " / ", {s}, "⌉". */
export function pieces(template: string): (string | { symbol: SymbolName })[] {
  return template
    .split(/[{}]/)
    .map((piece, i) => (i % 2 === 1 ? { symbol: piece as SymbolName } : piece))
    .filter((piece) => piece !== "");
}
