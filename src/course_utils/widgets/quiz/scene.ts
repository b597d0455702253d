/** What the views of a quiz share: its questions, what the reader has done, and what a view may ask for. */
import type { Translate } from "../core/strings";
import type { Progress } from "./progress";
import type { Question } from "./questions";
import type strings from "./strings.json";

export interface Scene {
  readonly section: string;
  readonly questions: readonly Question[];
  readonly progress: Progress;
}

export interface Actions {
  /** Show another question, or the summary after the last one. */
  go(index: number): void;
  /** Say that a question was judged. */
  judged(): void;
  /** Forget all answers. */
  restart(): void;
}

export type Text = Translate<keyof (typeof strings)["en"]>;
