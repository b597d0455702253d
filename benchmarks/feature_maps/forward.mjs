// Times the forward pass of feature_map_explorer's net.ts alone, on a net given as JSON on stdin.
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bundle = await build({
  stdin: {
    contents: 'export * from "./net"; export { tensor } from "../core/tensor";',
    resolveDir: fileURLToPath(new URL("../../src/course_utils/widgets/feature_map_explorer/", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { decodeNet, forward, tensor } = await import(`data:text/javascript;base64,${code}`);

const { net: trait, passes } = JSON.parse(await text(process.stdin));
const net = decodeNet(trait);
const picture = tensor(trait.input_shape);
const times = [];
let outputs;
for (let pass = -100; pass < passes; pass++) {
  picture.data.forEach((_, i) => (picture.data[i] = Math.abs(Math.sin(i * pass))));
  const start = performance.now();
  outputs = forward(net, picture, outputs);
  if (pass >= 0) times.push(performance.now() - start);
}
console.log(JSON.stringify(times));
