import { describe, expect, it } from "vitest";
import { translator } from "../../../src/course_utils/widgets/core/strings";

const STRINGS = {
  ko: { count: "필터 {count}개 = 깊이 {count}", plain: "편향" },
  en: { count: "{count} filters = depth {count}", plain: "Bias" },
};

describe("translator", () => {
  it("speaks the language chosen", () => {
    expect(translator(STRINGS, "ko")("plain")).toBe("편향");
    expect(translator(STRINGS, "en")("plain")).toBe("Bias");
  });

  it("puts in every value wherever it is named", () => {
    expect(translator(STRINGS, "ko")("count", { count: 4 })).toBe("필터 4개 = 깊이 4");
    expect(translator(STRINGS, "en")("count", { count: 0 })).toBe("0 filters = depth 0");
  });

  it("leaves a place visible that has no value, and a value alone that has no place", () => {
    expect(translator(STRINGS, "en")("count")).toBe("{count} filters = depth {count}");
    expect(translator(STRINGS, "en")("plain", { count: 1 })).toBe("Bias");
  });

  it("takes a value as it is, dollar signs and braces included", () => {
    expect(translator(STRINGS, "en")("count", { count: "$& {plain}" })).toBe("$& {plain} filters = depth $& {plain}");
  });
});
