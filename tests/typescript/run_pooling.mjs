// Runs pooling_explorer/model.ts on the traits given as JSON on stdin and answers with what the widget would show of each.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { sceneOf, patchOf } = await load(
  "pooling_explorer",
  'export { sceneOf } from "./model"; export { patchOf } from "./patch";',
);

function shown(traits) {
  const scene = sceneOf({ get: (name) => traits[name] });
  const { numbers, rows, columns, outputShape, answers } = scene;
  const unused = [rows.unused, columns.unused];
  const base = { numbers: [...numbers], outputShape, unused, preset: scene.preset };
  if (!answers) return base;
  const plain = ({ numbers, strongest, change }) => ({ numbers: [...numbers], strongest, ...change });
  return {
    ...base,
    answers: Object.fromEntries(Object.entries(answers).map(([way, answer]) => [way, plain(answer)])),
    patch: patchOf(scene).numbers.map((number) => number ?? null),
  };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(shown)));
