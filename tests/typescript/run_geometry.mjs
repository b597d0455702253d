// Runs window_explorer/geometry.ts on the settings given as JSON on stdin and answers with an axis for each.
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const entry = new URL("../../src/course_utils/widgets/window_explorer/geometry.ts", import.meta.url);
const bundle = await build({ entryPoints: [fileURLToPath(entry)], bundle: true, format: "esm", write: false });
const { axisOf } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`);

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(axisOf)));
