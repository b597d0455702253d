import { describe, expect, it } from "vitest";
import file from "../../../src/course_utils/quizzes/1.1.json";
import { browserStore, openProgress, statusOf, type Store } from "../../../src/course_utils/widgets/quiz/progress";
import { inOneLanguage, type Question } from "../../../src/course_utils/widgets/quiz/questions";

const questions = inOneLanguage(file.questions, "en") as Question[];
const [choice] = questions;
const right = choice.kind === "choice" ? choice.choices.findIndex((option) => option.right) : -1;
const wrong = right === 0 ? 1 : 0;

function memory(value: unknown = {}): Store & { value: unknown } {
  return {
    value,
    read() {
      return structuredClone(this.value);
    },
    write(next) {
      this.value = structuredClone(next);
    },
  };
}

describe("progress", () => {
  it("counts tries until it is solved, and no further", () => {
    const progress = openProgress(questions, memory());
    expect(statusOf(progress.of(choice))).toBe("open");
    progress.check(choice, wrong);
    expect(statusOf(progress.of(choice))).toBe("tried");
    progress.answer(choice, right);
    progress.check(choice, right);
    expect(progress.of(choice)).toMatchObject({ tries: 2, solved: true });
    progress.answer(choice, wrong);
    progress.check(choice, wrong);
    expect(progress.of(choice)).toMatchObject({ response: wrong, tries: 2, solved: true });
    expect(statusOf(progress.of(choice))).toBe("solved");
  });

  it("does not count the same answer twice, nor an answer that is none", () => {
    const progress = openProgress(questions, memory());
    progress.check(choice, wrong);
    progress.check(choice, wrong);
    expect(progress.of(choice).tries).toBe(1);
    expect(progress.check(questions[3], "three")).toBeUndefined();
    expect(statusOf(progress.of(questions[3]))).toBe("open");
  });

  it("has a verdict only on what was judged", () => {
    const progress = openProgress(questions, memory());
    progress.answer(choice, right);
    expect(progress.verdictOf(choice)).toBeUndefined();
    progress.check(choice, right);
    expect(progress.verdictOf(choice)?.right).toBe(true);
    progress.answer(choice, wrong);
    expect(progress.verdictOf(choice)).toBeUndefined();
  });

  it("is there at the next visit, and gone after starting over", () => {
    const store = memory();
    openProgress(questions, store).check(choice, right);
    const again = openProgress(questions, store);
    expect(again.of(choice)).toMatchObject({ response: right, solved: true });
    again.restart();
    expect(statusOf(again.of(choice))).toBe("open");
    expect(statusOf(openProgress(questions, store).of(choice))).toBe("open");
  });

  it.each([null, 3, "x", [], { [choice.id]: 3 }, { [choice.id]: { tries: "many" } }, { gone: { tries: 1 } }])("takes nothing from a store that holds %j", (value) => {
    expect(statusOf(openProgress(questions, memory(value)).of(choice))).toBe("open");
  });

  it("shows no verdict on a stored answer that fits no more", () => {
    const attempt = { response: 99, checked: true, tries: 1, solved: false };
    expect(openProgress(questions, memory({ [choice.id]: attempt })).verdictOf(choice)).toBeUndefined();
  });

  it("lives as long as the page where the browser keeps nothing", () => {
    const progress = openProgress(questions, browserStore("1.1", "content")); // no localStorage here
    progress.check(choice, right);
    expect(progress.of(choice).solved).toBe(true);
  });
});
