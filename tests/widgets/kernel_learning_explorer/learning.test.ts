import { describe, expect, it } from "vitest";
import { descent, MOST_STEPS, type Problem } from "../../../src/course_utils/widgets/kernel_learning_explorer/learning";

// A valley: steep along the first axis, with its lowest point, of height 0.5, at (1, 2). The limit is 2 / 8.
const valley: Problem = { moments: [[4, 0], [0, 1]], best: [1, 2], floor: 0.5 };
const learn = (learning_rate: number, momentum = 0, start = [0, 0]) => descent(valley, start, { learning_rate, momentum });

describe("descent", () => {
  it("starts with the loss of its start", () => {
    const learning = learn(0.1);
    expect(learning).toMatchObject({ steps: 0, losses: [0.5 + 4 + 4], kernel: [0, 0], over: false });
  });

  it("steps against the gradient, as long as the learning rate says", () => {
    const learning = learn(0.1);
    learning.advance(1);
    expect(learning.kernel[0]).toBeCloseTo(0.1 * 2 * 4, 12);
    expect(learning.kernel[1]).toBeCloseTo(0.1 * 2 * 2, 12);
    expect(learning.losses[1]).toBeCloseTo(0.5 + 4 * 0.2 ** 2 + 1.6 ** 2, 12);
  });

  it("goes on in the direction it came from, with momentum", () => {
    const [with_, without] = [learn(0.1, 0.5), learn(0.1)];
    for (const learning of [with_, without]) learning.advance(2);
    expect(with_.kernel[1] - without.kernel[1]).toBeCloseTo(0.5 * 0.4, 12);
  });

  it("is the same in one stride and step by step", () => {
    const [stride, steps] = [learn(0.05, 0.9), learn(0.05, 0.9)];
    stride.advance(20);
    for (let step = 1; step <= 20; step++) steps.advance(step);
    expect(stride.losses).toEqual(steps.losses);
    stride.advance(10); // done already
    expect(stride.steps).toBe(20);
  });

  it("ends at the lowest point", () => {
    const learning = learn(0.1);
    learning.advance(MOST_STEPS);
    expect(learning).toMatchObject({ settled: true, exploded: false, over: true });
    expect(learning.losses.at(-1)).toBeCloseTo(0.5, 6);
    expect(learning.steps).toBeLessThan(60);
  });

  it("does not end while it swings through the lowest point", () => {
    const single = descent({ moments: [[1]], best: [0], floor: 0 }, [1], { learning_rate: 0.5, momentum: 0.9 });
    single.advance(1); // one long step to the bottom, at full speed
    expect(single.kernel[0]).toBeCloseTo(0, 12);
    expect(single.settled).toBe(false);
  });

  it("explodes beyond the limit, and below it does not", () => {
    const [beyond, below] = [learn(0.26), learn(0.24)];
    for (const learning of [beyond, below]) learning.advance(MOST_STEPS);
    expect(beyond).toMatchObject({ exploded: true, settled: false, over: true });
    expect(beyond.losses.at(-1)).toBeGreaterThan(1000 * beyond.losses[0]);
    expect(beyond.losses.at(-2)).toBeLessThanOrEqual(1000 * beyond.losses[0]);
    expect(below).toMatchObject({ exploded: false, settled: true });
  });

  it("has nothing to learn at the best kernel", () => {
    const learning = learn(10, 0, [1, 2]);
    learning.advance(5);
    expect(learning).toMatchObject({ steps: 0, settled: true, kernel: [1, 2] });
  });

  it("gives up in the end", () => {
    const learning = learn(1e-6);
    learning.advance(MOST_STEPS + 5);
    expect(learning).toMatchObject({ steps: MOST_STEPS, settled: false, exploded: false, over: true });
  });
});
