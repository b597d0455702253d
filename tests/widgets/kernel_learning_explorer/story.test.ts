import { describe, expect, it } from "vitest";
import type { Learning } from "../../../src/course_utils/widgets/kernel_learning_explorer/learning";
import type { Posed } from "../../../src/course_utils/widgets/kernel_learning_explorer/problem";
import { story, type Settings } from "../../../src/course_utils/widgets/kernel_learning_explorer/story";
import strings from "../../../src/course_utils/widgets/kernel_learning_explorer/strings.json";

const HIDDEN = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const LIMIT = 0.8;

function told(learning: Partial<Learning>, settings: Partial<Settings> = {}) {
  const state = { steps: 12, kernel: HIDDEN, settled: false, exploded: false, over: learning.settled || learning.exploded, ...learning };
  return story(state as Learning, { best: HIDDEN, floor: 0.25 } as unknown as Posed, LIMIT, { task: "filter", picture: "photo", learning_rate: 0.1, ...settings });
}

describe("story", () => {
  it("invites to go on", () => {
    expect(told({})).toEqual(["learning", {}]);
    expect(told({}, { task: "map" })[0]).toBe("canvas");
  });

  it("tells a find from answers that are alike by chance", () => {
    const near = HIDDEN.map((number) => number + 0.01);
    const other = [-1, 0, 1, -1, 0, 1, -2, 0, 2];
    expect(told({ settled: true, kernel: near, steps: 300 })).toEqual(["found", { steps: 300 }]);
    expect(told({ settled: true, kernel: other })[0]).toBe("same_photo");
    expect(told({ settled: true, kernel: other }, { picture: "stripes" })).toEqual(["same_stripes", { sums: "−4, 0, 4", wanted: "−4, 0, 4" }]);
    expect(told({ settled: true, kernel: other.map((number) => number + 1) }, { picture: "flat" })).toEqual(["same_flat", { sums: "9", wanted: "0" }]);
  });

  it("says what is out of reach for a painted map", () => {
    expect(told({ settled: true }, { task: "map" })).toEqual(["settled_map", { limit: "0.25" }]);
  });

  it("explains an explosion by the limit", () => {
    expect(told({ exploded: true, steps: 7 })).toEqual(["exploded", { steps: 7, limit: "0.8" }]);
  });

  it("calls slow what is slow, once that shows", () => {
    expect(told({ steps: 21 }, { learning_rate: 0.01 })[0]).toBe("crawls");
    expect(told({ steps: 20 }, { learning_rate: 0.01 })[0]).toBe("learning");
    expect(told({ steps: 21 }, { learning_rate: 0.03 })[0]).toBe("learning");
  });

  it("admits when the steps have run out", () => {
    expect(told({ over: true })[0]).toBe("out_of_steps");
  });

  it("is written in both languages, with the same numbers in it", () => {
    expect(Object.keys(strings.ko)).toEqual(Object.keys(strings.en));
    for (const key of Object.keys(strings.en) as (keyof typeof strings.en)[]) {
      const numbers = (text: string) => text.match(/\{\w+\}/g)?.sort();
      expect(numbers(strings.ko[key])).toEqual(numbers(strings.en[key]));
    }
  });
});
