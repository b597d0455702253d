// Runs pooling_explorer/model.ts on the traits given as JSON on stdin and answers with what the widget would show of each.
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bundle = await build({
  stdin: {
    contents: 'export { sceneOf } from "./model"; export { patchOf } from "./patch";',
    resolveDir: fileURLToPath(new URL("../../src/course_utils/widgets/pooling_explorer/", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { sceneOf, patchOf } = await import(`data:text/javascript;base64,${code}`);

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
