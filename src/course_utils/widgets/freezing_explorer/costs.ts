/** What a training step costs, as `costs.py` has it: parameters, kept feature maps, time. */
import {
  batch_norm_share,
  batch_size,
  blocks,
  fixed_seconds,
  head,
  image_size,
  normalization,
  passing_share,
  tolerance,
} from "./costs.json";
import type { Traits } from "./traits";

export { batch_size, blocks, head, image_size, tolerance };
export type Block = (typeof blocks)[number];
export const NAMES: readonly string[] = blocks.map(({ name }) => name);

const BYTES = 4;
const ADAM_SLOTS = 2;

/** Whether a block learns, only lets the gradient through, or is never reached by it. */
export type Role = "learns" | "passes" | "idle";

export interface Costs {
  readonly roles: readonly Role[];
  readonly trainable: number;
  readonly frozen: number;
  readonly memory: { readonly weights: number; readonly gradients: number; readonly adam: number; readonly kept: number };
  readonly seconds: number;
}

export function rolesOf(unfrozen: readonly string[]): Role[] {
  const lowest = NAMES.findIndex((name) => unfrozen.includes(name));
  return NAMES.map((name, place) => (unfrozen.includes(name) ? "learns" : lowest >= 0 && place > lowest ? "passes" : "idle"));
}

export function parametersOf({ convolution, batch_norm, statistics }: Block): number {
  return convolution + batch_norm + statistics;
}

export function costsOf({ unfrozen, freeze_batch_norm }: Traits): Costs {
  const norm = freeze_batch_norm ? 0 : 1;
  const roles = rolesOf(unfrozen);
  let [trainable, kept, seconds] = [head, 0, fixed_seconds];
  blocks.forEach((block, place) => {
    if (roles[place] === "learns") {
      trainable += block.convolution + norm * block.batch_norm;
      kept += block.kept_passing + block.kept_learning + norm * block.kept_batch_norm;
      seconds += (1 + norm * batch_norm_share) * block.seconds;
    } else if (roles[place] === "passes") {
      kept += block.kept_passing;
      seconds += passing_share * block.seconds;
    }
  });
  const all = blocks.reduce((sum, block) => sum + parametersOf(block), head + normalization);
  const memory = { weights: BYTES * all, gradients: BYTES * trainable, adam: ADAM_SLOTS * BYTES * trainable, kept: kept * batch_size };
  return { roles, trainable, frozen: all - trainable, memory, seconds };
}

/** The step with everything frozen, to compare with. */
export const LEAST = fixed_seconds;
