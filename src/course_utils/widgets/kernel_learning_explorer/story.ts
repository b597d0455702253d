/** What there is to say about a descent at this moment: the key of a sentence, and the numbers in it. */
import { trimmed } from "../core/numbers";
import type { Vector } from "./algebra";
import { figure } from "./figure";
import type { Learning } from "./learning";
import type { Posed } from "./problem";
import type { Traits } from "./traits";

/** Numbers this close look alike. */
const ALIKE = 0.02;
/** So far below the limit, and after so many steps, slow is slow. */
const [SLOW, PATIENT] = [1 / 40, 20];

export type Settings = Pick<Traits, "task" | "picture" | "learning_rate">;

export function story(learning: Learning, { best, floor }: Posed, limit: number, { task, picture, learning_rate }: Settings) {
  const { steps, kernel } = learning;
  if (learning.exploded) return ["exploded", { steps, limit: figure(limit) }] as const;
  if (learning.settled) {
    if (task === "map") return ["settled_map", { limit: figure(floor) }] as const;
    if (kernel.every((number, i) => Math.abs(number - best[i]) < ALIKE)) return ["found", { steps }] as const;
    const columns = picture === "flat" ? 1 : Math.sqrt(best.length);
    return [`same_${picture}`, { sums: sums(kernel, columns), wanted: sums(best, columns) }] as const;
  }
  if (learning.over) return ["out_of_steps", {}] as const;
  if (steps > PATIENT && learning_rate < limit * SLOW) return ["crawls", {}] as const;
  return [task === "map" ? "canvas" : "learning", {}] as const;
}

function sums(kernel: Vector, columns: number): string {
  const totals = Array<number>(columns).fill(0);
  kernel.forEach((number, i) => (totals[i % columns] += number));
  return totals.map((total) => trimmed(total, 1)).join(", ");
}
