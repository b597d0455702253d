import { describe, expect, it } from "vitest";
import { translator } from "../../../src/course_utils/widgets/core/strings";
import { axisOf, type Settings } from "../../../src/course_utils/widgets/window_explorer/geometry";
import { story } from "../../../src/course_utils/widgets/window_explorer/story";
import strings from "../../../src/course_utils/widgets/window_explorer/strings.json";

function told(values: Partial<Settings>, language: "ko" | "en" = "en"): string[] {
  const settings: Settings = { input_size: 5, kernel_size: 3, strides: 1, padding: "valid", dilation_rate: 1, ...values };
  return story(settings, axisOf(settings), translator(strings, language)).map((line) => line.replaceAll("\u00a0", " "));
}

describe("story", () => {
  it("tells what is lost at the border", () => {
    expect(told({})).toEqual(["valid: windows stay inside the input, so 2 rows and 2 columns are lost at the border. 5 → 3"]);
    expect(told({ kernel_size: 2 })[0]).toContain("one row and one column are lost");
    expect(told({ kernel_size: 1 })[0]).toContain("nothing is lost");
    expect(told({}, "ko")).toEqual(["valid: 윈도우가 입력 밖으로 나가지 않으므로 가장자리에서 행 2개와 열 2개를 잃습니다. 5 → 3"]);
  });

  it("tells what same adds, and where an odd line goes", () => {
    expect(told({ padding: "same" })).toEqual([
      "same: adds rows of zeros, 1 above and 1 below, and columns of zeros, 1 on the left and 1 on the right.",
      "So the output is as high and wide as the input. 5 → 5",
    ]);
    expect(told({ padding: "same", kernel_size: 4 })[1]).toContain("goes to the bottom and to the right");
    expect(told({ padding: "same", kernel_size: 1 })[0]).toContain("no rows or columns need to be added");
  });

  it("tells what strides leave, and what no window sees", () => {
    expect(told({ input_size: 6, strides: 2 }).slice(1)).toEqual([
      "Strides 2: the window moves 2 cells at a time, so only 2 of 4 places along a side are used. 4 → 2",
      "The remainder of (6 − 3) / 2 is 1: at the end, one row and one column are in no window and go unused.",
    ]);
    expect(told({ input_size: 6, kernel_size: 1, strides: 3 })[2]).toContain("step over 2 rows and 2 columns");
    expect(told({ input_size: 4, kernel_size: 1, strides: 2, padding: "same" }).at(-1)).not.toContain("remainder");
  });

  it("tells what dilation spreads", () => {
    expect(told({ dilation_rate: 2 })[0]).toContain("spans 5 × 5 cells");
    expect(told({ dilation_rate: 2, kernel_size: 1 })[0]).toContain("nothing to spread");
  });

  it("tells that a window does not fit, and nothing else", () => {
    expect(told({ input_size: 4, kernel_size: 5 })).toEqual(["valid: a window of length 5 does not fit into an input of length 4."]);
  });

  it("leaves no gap in any sentence, in either language", () => {
    for (const language of ["ko", "en"] as const)
      for (const padding of ["valid", "same"] as const)
        for (const [strides, dilation_rate] of [[1, 1], [3, 1], [1, 2]])
          for (const kernel_size of [1, 2, 5])
            for (const sentence of told({ padding, strides, dilation_rate, kernel_size }, language)) expect(sentence).not.toMatch(/[{}]|undefined/);
  });
});
