import { describe, expect, it } from "vitest";
import { parse } from "../../../src/course_utils/widgets/quiz/markup";

describe("markup", () => {
  it("knows code, subscripts and superscripts", () => {
    expect(parse("a `b_{c}` d_{e}f^{2}")).toEqual([
      { text: "a " },
      { tag: "code", text: "b_{c}" },
      { text: " d" },
      { tag: "sub", text: "e" },
      { text: "f" },
      { tag: "sup", text: "2" },
    ]);
  });

  it("leaves everything else as it is", () => {
    for (const text of ["", "<b>bold</b>", "feature_map ^ 2", "⌈28 / 2⌉"]) {
      const spans = parse(text);
      expect(spans.every(({ tag }) => tag === undefined)).toBe(true);
      expect(spans.map((span) => span.text).join("").replaceAll("\u00a0", " ")).toBe(text);
    }
  });

  it("breaks an equation before its equals sign alone, and leaves other text as it is", () => {
    expect(parse("So 28 − 5 + 1 = 24. A dash − like this.")[0].text).toBe("So 28\u00a0−\u00a05\u00a0+\u00a01 =\u00a024. A dash − like this.");
    expect(parse("⌊(n − k) / s⌋ + 1")[0].text).not.toContain(" ");
  });
});
