/** What is right about an answer: no drawing here, and no memory. */
import type { ChoiceQuestion, NumberQuestion, OrderQuestion, Question } from "./questions";

/** An index of `choices`, the text in the number field, or indices of `steps` in the reader's order. */
export type Response = number | string | readonly number[];

export interface Verdict {
  readonly right: boolean;
  /** Absent for a number that nobody foresaw. */
  readonly reason?: string;
  /** Of steps: how many are in place before the first that is too early. */
  readonly inPlace?: number;
}

/** The verdict on a response, or undefined if it is no answer yet: nothing chosen, no number typed. */
export function judge(question: Question, response: unknown): Verdict | undefined {
  switch (question.kind) {
    case "choice":
      return judgeChoice(question, response);
    case "number":
      return judgeNumber(question, response);
    case "order":
      return judgeOrder(question, response);
  }
}

function judgeChoice({ choices }: ChoiceQuestion, response: unknown): Verdict | undefined {
  const chosen = typeof response === "number" ? choices[response] : undefined;
  return chosen && { right: chosen.right === true, reason: chosen.reason };
}

function judgeNumber({ answer, tolerance = 0, reason, traps }: NumberQuestion, response: unknown): Verdict | undefined {
  const value = parseNumber(response);
  if (value === undefined) return undefined;
  const meets = (wanted: number) => Math.abs(value - wanted) <= Math.max(tolerance, 1e-9);
  if (meets(answer)) return { right: true, reason };
  return { right: false, reason: traps.find((trap) => meets(trap.value))?.reason };
}

function judgeOrder({ steps, reason }: OrderQuestion, response: unknown): Verdict | undefined {
  const order = Array.isArray(response) ? (response as unknown[]) : [];
  if (order.length !== steps.length || !steps.every((_, step) => order.includes(step))) return undefined;
  const inPlace = order.findIndex((step, place) => step !== place);
  if (inPlace < 0) return { right: true, reason, inPlace: steps.length };
  return { right: false, reason: steps[order[inPlace] as number].reason, inPlace };
}

/** A number as people type it: full-width digits, a true minus sign, commas between thousands. */
export function parseNumber(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const plain = text.normalize("NFKC").trim().replace(/[−–]/, "-").replace(/,(?=\d{3}(\D|$))/g, "");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}
