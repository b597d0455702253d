// Runs core/ops.ts on the cases given as JSON on stdin and answers with a result or an error for each.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const ops = await load("core", 'export * from "./ops"; export { tensor } from "./tensor";');

function run({ op, tensors, options }) {
  try {
    const { shape, data } = ops[op](...tensors.map(({ shape, data }) => ops.tensor(shape, data)), options);
    return { shape, data: Array.from(data) };
  } catch (error) {
    return { error: error.message };
  }
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(run)));
