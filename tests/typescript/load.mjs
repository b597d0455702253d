// Loads what TypeScript of the widgets exports: esbuild bundles it and Node imports the bundle.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const widgets = new URL("../../src/course_utils/widgets/", import.meta.url);

/**
 * @param {string} folder a folder of `course_utils/widgets`, such as `"core"`
 * @param {string} exports what a module in that folder would say: `export * from "./ops";`
 */
export async function load(folder, exports) {
  const resolveDir = fileURLToPath(new URL(folder, widgets));
  const bundle = await build({ stdin: { contents: exports, resolveDir }, bundle: true, format: "esm", write: false });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
