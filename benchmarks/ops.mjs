// Times conv2d of core/ops.ts; prints the milliseconds of each run as JSON. Called by ops.py.
import { load } from "../tests/typescript/load.mjs";

const [size, kernelSize, filters, runs, warmUp] = process.argv.slice(2).map(Number);
const { conv2d } = await load("core", 'export { conv2d } from "./ops";');

const random = (...shape) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.random() - 0.5),
});
const inputs = random(size, size, 3);
const kernel = random(kernelSize, kernelSize, 3, filters);
const into = new Float32Array(size * size * filters);

const times = [];
for (let run = -warmUp; run < runs; run++) {
  const start = performance.now();
  conv2d(inputs, kernel, { padding: "same", into });
  if (run >= 0) times.push(performance.now() - start);
}
console.log(JSON.stringify({ node: process.version, times }));
