/** What a widget says, in both languages: `{"ko": {"stride": "스트라이드"}, "en": {"stride": "Stride"}}`. */
import type { Language } from "./model";

export type Strings<Key extends string> = Record<Language, Record<Key, string>>;
export type Translate<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/** A function that gives the text of a key, with `{name}` replaced by its value. */
export function translator<Key extends string>(strings: Strings<Key>, language: Language): Translate<Key> {
  const texts = strings[language];
  return (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}
