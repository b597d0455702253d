/** What the reader has done with each question, kept in the reader's own browser. */
import { judge, type Response, type Verdict } from "./judge";
import type { Question } from "./questions";
import { hash } from "./random";

export interface Attempt {
  readonly response?: Response;
  /** Whether `response` has been judged and not been changed since. */
  readonly checked: boolean;
  readonly tries: number;
  readonly solved: boolean;
}

export type Status = "open" | "tried" | "solved";

export interface Progress {
  of(question: Question): Attempt;
  verdictOf(question: Question): Verdict | undefined;
  /** Keep an answer that is not judged yet. */
  answer(question: Question, response: Response): void;
  /** Judge an answer and keep it; undefined if it is none yet. */
  check(question: Question, response: Response | undefined): Verdict | undefined;
  restart(): void;
}

/** Where progress is kept between visits. */
export interface Store {
  read(): unknown;
  write(value: unknown): void;
}

const UNTOUCHED: Attempt = { checked: false, tries: 0, solved: false };

export function statusOf({ tries, solved }: Attempt): Status {
  if (solved) return "solved";
  return tries > 0 ? "tried" : "open";
}

export function openProgress(questions: readonly Question[], store: Store): Progress {
  const attempts = new Map<string, Attempt>();
  const stored = store.read();
  for (const { id } of questions) {
    const attempt = readAttempt(isRecord(stored) ? stored[id] : undefined);
    if (attempt) attempts.set(id, attempt);
  }

  const of = ({ id }: Question) => attempts.get(id) ?? UNTOUCHED;
  function save(question: Question, changes: Partial<Attempt>): void {
    attempts.set(question.id, { ...of(question), ...changes });
    store.write(Object.fromEntries(attempts));
  }

  return {
    of,
    verdictOf(question) {
      const { checked, response } = of(question);
      return checked ? judge(question, response) : undefined;
    },
    answer: (question, response) => save(question, { response, checked: false }),
    check(question, response) {
      const { checked, tries, solved } = of(question);
      const verdict = judge(question, response);
      if (verdict && !checked) {
        // Once it is solved, trying the other answers costs nothing.
        save(question, { response, checked: true, tries: solved ? tries : tries + 1, solved: solved || verdict.right });
      }
      return verdict;
    },
    restart() {
      attempts.clear();
      store.write({});
    },
  };
}

/** The browser's storage, under a key that changes with the questions. Where there is none, nothing is kept. */
export function browserStore(section: string, content: string): Store {
  const key = `convnet-course.quiz.${section}.${hash(content).toString(36)}`;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "{}");
      } catch {
        return {};
      }
    },
    write(value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Blocked or full: progress lasts as long as the page.
      }
    },
  };
}

function readAttempt(value: unknown): Attempt | undefined {
  if (!isRecord(value)) return undefined;
  const { response, checked, tries, solved } = value;
  if (typeof checked !== "boolean" || typeof solved !== "boolean" || !Number.isInteger(tries)) return undefined;
  return { response: response as Response, checked, tries: tries as number, solved };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
