// Runs window_explorer/geometry.ts on the settings given as JSON on stdin and answers with an axis for each.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { axisOf } = await load("window_explorer", 'export { axisOf } from "./geometry";');

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(axisOf)));
