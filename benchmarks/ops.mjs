// Times conv2d of core/ops.ts; prints the milliseconds of each run as JSON. Called by ops.py.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [size, kernelSize, filters, runs, warmUp] = process.argv.slice(2).map(Number);
const bundle = await build({
  entryPoints: [fileURLToPath(new URL("../src/course_utils/widgets/core/ops.ts", import.meta.url))],
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { conv2d } = await import(`data:text/javascript;base64,${code}`);

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
