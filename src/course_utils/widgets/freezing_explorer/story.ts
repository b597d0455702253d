/** What the choice means, in a sentence or two. */
import { NAMES } from "./costs";
import type { Scene, Text } from "./scene";
import { milliseconds } from "./words";

export function story({ costs, unfrozen }: Scene, text: Text): string {
  const passing = costs.roles.filter((role) => role === "passes").length;
  const lowest = NAMES[costs.roles.indexOf("learns")];
  if (!lowest) return text("story_none");
  const values = { lowest, passing, learning: unfrozen.length, time: milliseconds(costs.seconds) };
  return text(passing ? "story_passing" : unfrozen.length === NAMES.length ? "story_all" : "story_top", values);
}
