/** Gradient descent on the mean squared error of a convolution. */
import { dot, multiply, type Matrix, type Vector } from "./algebra";

export const MOST_STEPS = 10_000;
const SETTLED = 1e-7;
const EXPLODED = 1_000;

/** A loss that is `floor` at the best kernel and grows with the distance d from it, as dᵀ · moments · d. */
export interface Problem {
  /** The mean product of every two pixels of a patch: all that the loss needs to know of the picture. */
  readonly moments: Matrix;
  readonly best: Vector;
  readonly floor: number;
}

export interface Learning {
  /** One for the start, and one after each step. */
  readonly losses: readonly number[];
  readonly steps: number;
  readonly kernel: Vector;
  readonly settled: boolean;
  readonly exploded: boolean;
  /** Whether another step would change anything. */
  readonly over: boolean;
  /** Go on until that many steps are done, or nothing more happens. */
  advance(steps: number): void;
}

/**
 * A descent from `start`, step by step as `keras.optimizers.SGD` takes them.
 *
 * The gradient is the picture correlated with the error, 2 / n times. That is 2 · moments · d: the same numbers for a
 * fraction of the work.
 */
export function descent(
  { moments, best, floor }: Problem,
  start: Vector,
  rates: { readonly learning_rate: number; readonly momentum: number },
): Learning {
  const away = start.map((number, i) => number - best[i]);
  const velocity = away.map(() => 0);
  const losses: number[] = [];
  const learning = {
    losses,
    steps: -1,
    settled: false,
    exploded: false,
    get kernel() { return away.map((number, i) => number + best[i]); },
    get over() { return learning.settled || learning.exploded || learning.steps >= MOST_STEPS; },
    advance(steps: number) {
      while (learning.steps < steps && !learning.over) step();
    },
  };
  let pull = velocity;
  step();
  return learning;

  function step(): void {
    away.forEach((_, i) => {
      velocity[i] = rates.momentum * velocity[i] - rates.learning_rate * 2 * pull[i];
      away[i] += velocity[i];
    });
    pull = multiply(moments, away);
    const above = dot(away, pull);
    losses.push(floor + above);
    learning.steps++;
    learning.settled = above + dot(velocity, velocity) < SETTLED;
    learning.exploded = floor + above > EXPLODED * Math.max(1, losses[0]);
  }
}
