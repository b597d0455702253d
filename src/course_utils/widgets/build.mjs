/**
 * Bundle every widget: an ES module for anywidget, whole in itself, and a classic script for each edition of the book,
 * since browsers load no module from `file://`. A page speaks one language, and its host brings what widgets share, so that
 * it is loaded once. Beside them: one style sheet a widget.
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

/** What every file of a widget imports from core, by module: `dom` → `h`, `svg`. */
function importsOf(widget) {
  const folder = join(here, widget);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join(folder, name), "utf8"));
  const imports = new Map();
  for (const [, names, module] of sources.join("\n").matchAll(/import \{([^}]+)\} from "\.\.\/core\/(\w+)"/g)) {
    const values = names.split(",").map((name) => name.trim()).filter((name) => name && !name.startsWith("type "));
    imports.set(module, new Set([...(imports.get(module) ?? []), ...values]));
  }
  return imports;
}

/** The core modules that the host brings: what only a few widgets need stays in their bundles. */
const imports = new Map(widgets.map((widget) => [widget, importsOf(widget)]));
const modules = widgets.flatMap((widget) => [...imports.get(widget).keys()]);
const cores = [...new Set(modules)].filter((name) => modules.filter((other) => other === name).length > 3).sort();

/** In a page, `../core/dom` is what the host has left for everybody. */
const shared = (widget) => ({
  name: "shared",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.\/core\/\w+$/ }, ({ path }) => (cores.includes(basename(path)) ? { path: basename(path), namespace: "shared" } : undefined));
    onLoad({ filter: /.*/, namespace: "shared" }, ({ path: module }) => ({
      contents: `export const { ${[...imports.get(widget).get(module)]} } = convnetCourse.core.${module};`,
    }));
  },
});

/** The words of one language. */
const speaking = (language) => ({
  name: "speaking",
  setup({ onLoad }) {
    onLoad({ filter: /strings\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ [language]: JSON.parse(readFileSync(path, "utf8"))[language] }),
      loader: "json",
    }));
  },
});

/** A script that leaves something on the page, under a name in `convnetCourse`. */
const script = (name, contents, folder, outfile, plugins = []) =>
  bundle({ stdin: { contents: `${contents}\n(globalThis.convnetCourse ??= {}).${name} = it;`, resolveDir: join(here, folder) } }, outfile, { format: "iife", plugins });

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

const coreModules = cores.map((name) => `import * as ${name} from "./${name}";`).join("\n");

const results = await Promise.all([
  script("core", `${coreModules}\nimport "./host";\nconst it = { ${cores} };`, "core", "host.js"),
  ...widgets.flatMap((name) => [
    bundle(`${name}/widget.ts`, `${name}.js`, { format: "esm" }),
    ...["ko", "en"].map((language) =>
      script(className(name), 'import widget from "./widget";\nconst it = { default: widget };', name, `${name}.${language}.page.js`, [
        shared(name),
        speaking(language),
      ]),
    ),
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
