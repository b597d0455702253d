// Runs feature_map_explorer's net.ts and cells.ts on the cases given as JSON on stdin and answers with all activations,
// and with the field and the sum of each cell that a case names.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { decodeNet, forward, fieldOf, sumBehind, tensor } = await load(
  "feature_map_explorer",
  'export * from "./net"; export * from "./cells"; export { tensor } from "../core/tensor";',
);

function run({ net: trait, pictures, cells }) {
  const net = decodeNet(trait);
  let outputs;
  let picture;
  // One after the other over the same buffers, as the page does: what an earlier picture left behind would show.
  for (const data of pictures) outputs = forward(net, (picture = tensor(trait.input_shape, data)), outputs);
  return {
    outputs: outputs.map(({ shape, data }) => ({ shape, data: Array.from(data) })),
    cells: cells.map((cell) => {
      const { top, left, bottom, right } = fieldOf(net, cell);
      const sum = sumBehind(net, picture, outputs, cell);
      const { products, bias, total, value } = sum;
      const [inputs, weights] = [sum.inputs, sum.weights ?? []].map((parts) => parts.map((part) => Array.from(part)));
      return { field: [top, left, bottom, right], inputs, weights, products, bias, total, value };
    }),
  };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(run)));
