/**
 * Bundle every widget twice: an ES module for anywidget, and a classic script for the static page, since browsers load
 * no module from `file://`. Beside them: one style sheet a widget, and the host that brings displays alive.
 */
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "static");
const widgets = readdirSync(here).filter((name) => existsSync(join(here, name, "widget.ts")));
const className = (name) => name.replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase());

/** A widget's own rules hold inside that widget alone, however alike two widgets name their parts. */
const nested = {
  name: "nested",
  setup({ onLoad }) {
    onLoad({ filter: /widget\.css$/ }, ({ path }) => {
      const css = readFileSync(path, "utf8");
      const [imports, rules] = [css.match(/^@import.*$/gm) ?? [], css.replace(/^@import.*$/gm, "")];
      const root = `.cw-${basename(dirname(path)).replaceAll("_", "-")}`;
      return { contents: `${imports.join("\n")}\n${root} {\n${rules}\n}`, loader: "css", resolveDir: dirname(path) };
    });
  },
};

const bundle = (entry, outfile, options = {}) =>
  build({
    bundle: true,
    minify: true,
    target: ["es2022", "chrome105", "firefox110", "safari16"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [nested],
    entryPoints: [join(here, entry)],
    outfile: join(out, outfile),
    write: false,
    ...options,
  });

const results = await Promise.all([
  bundle("core/host.ts", "host.js", { format: "iife" }),
  ...widgets.flatMap((name) => [
    bundle(`${name}/widget.ts`, `${name}.js`, { format: "esm" }),
    bundle(`${name}/widget.ts`, `${name}.page.js`, { format: "iife", globalName: `convnetCourse.${className(name)}` }),
    bundle(`${name}/widget.css`, `${name}.css`),
  ]),
]);

// Nobody ever sees half a bundle: each is written beside and renamed, and what is no longer built goes last.
mkdirSync(out, { recursive: true });
const files = results.flatMap((result) => result.outputFiles);
for (const { path, contents } of files) {
  writeFileSync(`${path}.draft`, contents);
  renameSync(`${path}.draft`, path);
}
const built = new Set(files.map(({ path }) => basename(path)));
for (const name of readdirSync(out)) if (!built.has(name)) rmSync(join(out, name), { recursive: true });
console.log(`bundled ${widgets.length} widgets: ${widgets.join(", ")}`);
