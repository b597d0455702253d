// Times the forward pass of feature_map_explorer's net.ts alone, on a net given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "../../tests/typescript/load.mjs";

const { decodeNet, forward, tensor } = await load(
  "feature_map_explorer",
  'export * from "./net"; export { tensor } from "../core/tensor";',
);

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
