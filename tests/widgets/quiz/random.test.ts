import { describe, expect, it } from "vitest";
import file from "../../../src/course_utils/quizzes/1.1.json";
import { shuffledIndices } from "../../../src/course_utils/widgets/quiz/random";

describe("shuffling", () => {
  it("is a permutation that the seed decides", () => {
    for (let length = 2; length < 9; length++) {
      const order = shuffledIndices(length, `seed ${length}`);
      expect(order.toSorted()).toEqual([...Array(length).keys()]);
      expect(shuffledIndices(length, `seed ${length}`)).toEqual(order);
    }
    expect(shuffledIndices(7, "a")).not.toEqual(shuffledIndices(7, "b"));
  });

  it("never leaves the order as it was", () => {
    for (let seed = 0; seed < 200; seed++) expect(shuffledIndices(3, String(seed))).not.toEqual([0, 1, 2]);
  });

  it("spreads the right choices of a section over the places", () => {
    const places = file.questions
      .filter(({ kind }) => kind === "choice")
      .map(({ id, choices }) => shuffledIndices(choices!.length, `1.1 ${id}`).indexOf(0));
    expect(new Set(places).size).toBeGreaterThan(2);
  });
});
