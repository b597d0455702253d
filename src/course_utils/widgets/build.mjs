/**
 * Bundle every widget twice: an ES module for anywidget, whole in itself, and a classic script for the static page, since
 * browsers load no module from `file://`. A page loads what its widgets share once, as `core.js`. Beside them: one style
 * sheet a widget, and the host that brings displays alive.
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

/** The core modules that more than one widget imports; what a single widget needs stays in its bundle. */
const importers = new Map();
for (const widget of widgets) {
  const folder = join(here, widget);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join(folder, name), "utf8"));
  for (const [, name] of sources.join("\n").matchAll(/ from "\.\.\/core\/(\w+)"/g)) {
    importers.set(name, (importers.get(name) ?? new Set()).add(widget));
  }
}
const cores = [...importers.keys()].filter((name) => importers.get(name).size > 1).sort();
const everyCore = cores.map((name) => `export * as ${name} from "./${name}";`).join("\n");
const exported = (name) => [...readFileSync(join(here, "core", `${name}.ts`), "utf8").matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, word]) => word);

/** In a page, `../core/dom` is what `core.js` has left for everybody. */
const shared = {
  name: "shared",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.\/core\/\w+$/ }, ({ path }) => (cores.includes(basename(path)) ? { path: basename(path), namespace: "shared" } : undefined));
    onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({ contents: `export const { ${exported(path)} } = convnetCourse.core.${path};` }));
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
    ...(typeof entry === "string" ? { entryPoints: [join(here, entry)] } : entry),
    outfile: join(out, outfile),
    write: false,
    ...options,
  });

const results = await Promise.all([
  bundle("core/host.ts", "host.js", { format: "iife" }),
  bundle({ stdin: { contents: everyCore, resolveDir: join(here, "core") } }, "core.js", { format: "iife", globalName: "convnetCourse.core" }),
  ...widgets.flatMap((name) => [
    bundle(`${name}/widget.ts`, `${name}.js`, { format: "esm" }),
    bundle(`${name}/widget.ts`, `${name}.page.js`, {
      format: "iife",
      globalName: `convnetCourse.${className(name)}`,
      plugins: [shared],
    }),
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
