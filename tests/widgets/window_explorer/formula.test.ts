import { describe, expect, it } from "vitest";
import { formulas, pieces, valuesOf } from "../../../src/course_utils/widgets/window_explorer/formula";
import { axisOf, type Settings } from "../../../src/course_utils/widgets/window_explorer/geometry";

/** Every formula as one line of text: symbols, numbers, a step between, the result. */
function written(settings: Settings): string[] {
  const axis = axisOf(settings);
  const values = valuesOf(settings, axis);
  return formulas(settings, axis).map(({ symbol, template, halfway, result }) => {
    const filled = pieces(template).map((piece) => (typeof piece === "string" ? piece : values[piece.symbol]));
    return [symbol, template, filled.join(""), halfway, result].join(" = ");
  });
}

describe("formulas", () => {
  it("puts the numbers into ⌊(n − k_eff) / s⌋ + 1", () => {
    expect(written({ input_size: 6, kernel_size: 3, strides: 2, padding: "valid", dilation_rate: 1 })).toEqual([
      "k_eff = {d} · ({k} − 1) + 1 = 1 · (3 − 1) + 1 = 2 + 1 = 3",
      "o = ⌊({n} − {k_eff}) / {s}⌋ + 1 = ⌊(6 − 3) / 2⌋ + 1 = ⌊1.5⌋ + 1 = 2",
    ]);
  });

  it("puts the numbers into ⌈n / s⌉, and counts the lines that same adds", () => {
    expect(written({ input_size: 5, kernel_size: 4, strides: 2, padding: "same", dilation_rate: 1 })).toEqual([
      "k_eff = {d} · ({k} − 1) + 1 = 1 · (4 − 1) + 1 = 3 + 1 = 4",
      "o = ⌈{n} / {s}⌉ = ⌈5 / 2⌉ = ⌈2.5⌉ = 3",
      "p = max(({o} − 1) · {s} + {k_eff} − {n}, 0) = max((3 − 1) · 2 + 4 − 5, 0) = max(3, 0) = 3",
    ]);
  });

  it("never adds fewer than no lines", () => {
    const [, , added] = written({ input_size: 4, kernel_size: 1, strides: 2, padding: "same", dilation_rate: 1 });
    expect(added).toMatch(/= max\(−1, 0\) = 0$/);
  });

  it("says how far a window misses", () => {
    const [span, size] = written({ input_size: 4, kernel_size: 3, strides: 1, padding: "valid", dilation_rate: 2 });
    expect(span).toMatch(/= 2 · \(3 − 1\) \+ 1 = 4 \+ 1 = 5$/);
    expect(size).toMatch(/= ⌊\(4 − 5\) \/ 1⌋ \+ 1 = ⌊−1⌋ \+ 1 = 0$/);
  });
});
