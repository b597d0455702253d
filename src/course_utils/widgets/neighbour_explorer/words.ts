/** Pictures, scores and shares in words. */
import { format } from "../core/numbers";
import type { Gallery } from "./gallery";
import type { Text } from "./scene";
import type { Space } from "./traits";

/** Such as `cat 17`: the seventeenth of the cats. */
export function pictureName(text: Text, { labels, classNames, numbers }: Gallery, index: number): string {
  return text("picture", { name: className(text, classNames[labels[index]]), number: numbers[index] });
}

/** The names of our own classes are translated, those of a reader are left as they are. */
function className(text: Text, name: string): string {
  return name === "cat" || name === "dog" ? text(name) : name;
}

export function scoreOf(space: Space, score: number): string {
  return format(score, space === "features" ? 2 : 0);
}

export function percent(share: number): string {
  return `${format(100 * share, 1)}%`;
}
