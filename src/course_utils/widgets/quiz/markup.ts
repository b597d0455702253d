/** The little markup of questions: `code`, x_{sub}, x^{super}. It becomes nodes: no text is ever read as HTML. */
import { h } from "../core/dom";

export interface Span {
  readonly tag?: "code" | "sub" | "sup";
  readonly text: string;
}

const OPERATOR = /(?<=[\d)⌋⌉]|\b[a-z]) ([−+×/=]) (?=[−\d(⌊⌈]|[a-z]\b)/g;
const MARKUP = /`([^`]+)`|_\{([^}]*)\}|\^\{([^}]*)\}/g;

export function parse(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > end) spans.push({ text: unbroken(text.slice(end, match.index)) });
    const [whole, code, sub, sup] = match;
    if (code !== undefined) spans.push({ tag: "code", text: code });
    else if (sub !== undefined) spans.push({ tag: "sub", text: sub });
    else spans.push({ tag: "sup", text: sup });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ text: unbroken(text.slice(end)) });
  return spans;
}

/** A line ends before an equals sign, but within neither side of an equation as long as that fits. */
function unbroken(text: string): string {
  return text.replace(OPERATOR, "\u00a0$1\u00a0").replaceAll("\u00a0=", " =");
}

export function rich(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...parse(text).map(({ tag, text }) => (tag ? h(tag, {}, text) : text)));
  return fragment;
}
