/** Questions in one language, as `quizzes/README.md` describes them. */
import type { Role } from "../core/colors";
import type { Language } from "../core/model";
import { unseal } from "./sealing";

export interface Grid {
  readonly role: Role;
  readonly label: string;
  readonly rows: readonly (readonly number[])[];
}

interface Common {
  readonly id: string;
  readonly title: string;
  readonly prompt: string;
  readonly hint?: string;
  readonly quote?: string;
  readonly code?: string;
  readonly grids?: readonly Grid[];
}

export interface Choice {
  readonly text: string;
  readonly reason: string;
  readonly right?: boolean;
  readonly grid?: Grid["rows"];
}

export interface ChoiceQuestion extends Common {
  readonly kind: "choice";
  readonly choices: readonly Choice[];
}

export interface NumberQuestion extends Common {
  readonly kind: "number";
  readonly answer: number;
  readonly tolerance?: number;
  readonly unit?: string;
  readonly reason: string;
  readonly traps: readonly { readonly value: number; readonly reason: string }[];
}

export interface OrderQuestion extends Common {
  readonly kind: "order";
  /** In their right order; each but the first says why it can't come earlier. */
  readonly steps: readonly { readonly text: string; readonly reason?: string }[];
  readonly reason: string;
}

export type Question = ChoiceQuestion | NumberQuestion | OrderQuestion;

export function readQuestions(content: string, section: string, language: Language): Question[] {
  return inOneLanguage(JSON.parse(unseal(content, section)), language) as Question[];
}

/** Replace each `{"ko": …, "en": …}` by the text of one language. */
export function inOneLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => inOneLanguage(item, language));
  if (typeof value !== "object" || value === null) return value;
  if (language in value) return (value as Record<Language, string>)[language];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOneLanguage(item, language)]));
}
