// Runs the descents of kernel_learning_explorer on the displays' states given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { answer, descent, pose } = await load(
  "kernel_learning_explorer",
  'export { descent } from "./learning"; export { answer, pose } from "./problem";',
);

function run(state) {
  const posed = pose(state);
  const learning = descent(posed, state.kernel.flat(), state);
  const kernels = [learning.kernel];
  for (let steps = 1; steps <= state.steps && !learning.over; steps++) {
    learning.advance(steps);
    kernels.push(learning.kernel);
  }
  const { inputs, target, best, floor, curvature } = posed;
  return {
    inputs: { shape: inputs.shape, data: [...inputs.data] },
    target: { shape: target.shape, data: [...target.data] },
    answer: [...answer(inputs, learning.kernel).data],
    best,
    floor,
    limit: (2 * (1 + state.momentum)) / curvature,
    losses: learning.losses,
    kernels,
    settled: learning.settled,
    exploded: learning.exploded,
  };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(run)));
