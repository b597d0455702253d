/** The part of a card where the reader answers, whatever the kind of the question. */
import type { Response, Verdict } from "./judge";

export interface Answer {
  readonly el: HTMLElement;
  /** What the reader answers now. */
  read(): Response | undefined;
  /** Mark the answer as right or wrong, or take the marks away. */
  mark(verdict: Verdict | undefined): void;
}

export interface AnswerProps<Q> {
  readonly question: Q;
  /** Decides the order in which choices and steps stand. */
  readonly seed: string;
  /** What the reader answered before. */
  readonly response: Response | undefined;
  changed(response: Response): void;
}
