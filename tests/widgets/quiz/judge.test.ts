import { describe, expect, it } from "vitest";
import file from "../../../src/course_utils/quizzes/1.1.json";
import { judge, parseNumber } from "../../../src/course_utils/widgets/quiz/judge";
import { inOneLanguage, readQuestions, type Question } from "../../../src/course_utils/widgets/quiz/questions";
import sealed from "./sealed.json";

const questions = inOneLanguage(file.questions, "en") as Question[];

function find<Kind extends Question["kind"]>(id: string, kind: Kind): Extract<Question, { kind: Kind }> {
  const question = questions.find((candidate) => candidate.id === id);
  if (question?.kind !== kind) throw new Error(`no ${kind} question ${id}`);
  return question as Extract<Question, { kind: Kind }>;
}

describe("questions", () => {
  it("come out of the seal as Python put them in, in one language", () => {
    for (const language of ["ko", "en"] as const) {
      expect(readQuestions(sealed.content, sealed.section, language)).toEqual(inOneLanguage(sealed.questions, language));
    }
    expect(readQuestions(sealed.content, sealed.section, "ko")[0].title).toBe("출력의 크기");
  });
});

describe("choices", () => {
  it.each(questions.flatMap((question) => (question.kind === "choice" ? [question] : [])))("$id has one right answer, and a reason for each", (question) => {
    const verdicts = question.choices.map((_, i) => judge(question, i));
    expect(verdicts.filter((verdict) => verdict?.right)).toHaveLength(1);
    expect(verdicts.map((verdict) => verdict?.reason)).toEqual(question.choices.map(({ reason }) => reason));
  });

  it("take nothing else for an answer", () => {
    const question = find("slices", "choice");
    for (const response of [undefined, -1, 4, "0", [0], null]) expect(judge(question, response)).toBeUndefined();
  });
});

describe("numbers", () => {
  it.each(questions.flatMap((question) => (question.kind === "number" ? [question] : [])))("$id knows its answer and its traps", (question) => {
    expect(judge(question, String(question.answer))).toEqual({ right: true, reason: question.reason });
    for (const { value, reason } of question.traps) expect(judge(question, String(value))).toEqual({ right: false, reason });
    expect(judge(question, "-987")).toEqual({ right: false, reason: undefined });
  });

  it("may be off by the tolerance", () => {
    const question = { ...find("added-rows", "number"), tolerance: 0.25 };
    expect(judge(question, "4.25")?.right).toBe(true);
    expect(judge(question, "4.26")?.right).toBe(false);
    expect(judge(find("added-rows", "number"), "4.0001")?.right).toBe(false);
  });

  it.each([
    ["14", 14],
    [" 14 ", 14],
    ["−13", -13],
    ["–13", -13],
    ["+3", 3],
    ["0.5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["49,168", 49168],
    ["1,234,567.5", 1234567.5],
    ["１４", 14],
    ["－３", -3],
  ])("are read as people type them: %s", (text, value) => expect(parseNumber(text)).toBe(value));

  it.each(["", " ", "-", ".", "1e3", "0x10", "1/2", "14 px", "1,5", "열넷", "Infinity", "--3"])("are not read where there is none: %s", (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});

describe("steps", () => {
  const question = find("step-by-step", "order");
  const right = question.steps.map((_, i) => i);

  it("are right in one order", () => {
    expect(judge(question, right)).toEqual({ right: true, reason: question.reason, inPlace: 7 });
  });

  it("say how far they are in place, and why the next one is too early", () => {
    expect(judge(question, [0, 1, 3, 2, 4, 5, 6])).toEqual({ right: false, reason: question.steps[3].reason, inPlace: 2 });
    expect(judge(question, right.toReversed())).toEqual({ right: false, reason: question.steps[6].reason, inPlace: 0 });
  });

  it("always have a reason to give", () => {
    for (let early = 1; early < right.length; early++) {
      const response = [early, ...right.filter((step) => step !== early)];
      expect(judge(question, response)?.reason).toBe(question.steps[early].reason);
      expect(question.steps[early].reason).toBeTruthy();
    }
  });

  it("take nothing else for an answer", () => {
    for (const response of [undefined, 3, [], [0, 1], [0, 0, 1, 2, 3, 4, 5], [...right, 7]]) expect(judge(question, response)).toBeUndefined();
  });
});
