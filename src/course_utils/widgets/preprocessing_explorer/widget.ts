/** PreprocessingExplorer: one JPEG file on its way to a batch of tensors, step by step. */
import { codeBlock } from "../core/code_block";
import { h } from "../core/dom";
import { observe, update, type Reader, type RenderProps, type WidgetModule } from "../core/model";
import { choice, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { kerasCode } from "./code";
import { bytesOf, decode, type Decoded } from "./decode";
import { inputFigure } from "./input";
import { FITS, planOf, resized } from "./resize";
import { resultFigure } from "./result";
import { PICTURE, PIXEL, SETTINGS, STEP, type Actions, type Scene } from "./scene";
import strings from "./strings.json";
import { table } from "./table";
import { INTERPOLATIONS } from "./taps";
import { toolbar } from "./toolbar";
import { BATCH_SIZES, SIDES, STEPS, type ExplorerModel, type Traits } from "./traits";

const SETTING = ["image_size", "interpolation", "fit", "batch_size"] as const;

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const note = h("p", { class: "cw-note", role: "status" }, text("upload_note"));
  let decoded: Decoded | undefined;
  let scene: Scene;

  const actions: Actions = {
    change: (values) => update(model, values),
    resize(side) {
      const moved = (place: number) => Math.min(side - 1, Math.floor(((place + 0.5) * side) / model.get("image_size")));
      update(model, { image_size: side, row: moved(model.get("row")), column: moved(model.get("column")) });
    },
    moveTo(row, column) {
      const last = model.get("image_size") - 1;
      const within = (place: number) => Math.max(0, Math.min(last, place));
      update(model, { row: within(row), column: within(column) });
    },
    moveBy: (rows, columns) => actions.moveTo(model.get("row") + rows, model.get("column") + columns),
    async openPicture(file) {
      const opened = await decode(new Uint8Array(await file.arrayBuffer())).catch(() => undefined);
      note.textContent = opened ? text("upload_note") : text("upload_error", { name: file.name });
      note.classList.toggle("cw-error", !opened);
      if (opened) show(opened);
    },
  };
  const code = codeBlock(text);
  const views = [table(text, actions), inputFigure(text, el, actions), resultFigure(text, actions), toolbar(text, actions)];

  function draw(level: number): void {
    if (!decoded) return;
    scene = sceneOf(model, decoded, level >= SETTINGS ? undefined : scene);
    for (const view of views) view.show(scene, level);
    el.removeAttribute("aria-busy");
    if (level >= SETTINGS) code.show(kerasCode(scene.traits));
  }
  function show(picture: Decoded): void {
    decoded = picture;
    drawing.ask(PICTURE);
  }
  async function openFile(): Promise<void> {
    const file = model.get("file");
    const opened = await decode(bytesOf(file));
    if (alive && file === model.get("file")) show(opened);
  }

  const [steps, left, right, tools] = views.map((view) => view.el);
  left.append(note);
  el.className = "cw-widget cw-preprocessing-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.setAttribute("aria-busy", "true"); // until the browser has decoded the file
  el.append(steps, h("div", { class: "cw-pair" }, left, right, tools), code.el);
  let alive = true;
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, () => drawing.ask(PICTURE)),
    observe(model, ["file"], () => void openFile()),
    observe(model, SETTING, () => drawing.ask(SETTINGS)),
    observe(model, ["step"], () => drawing.ask(STEP)),
    observe(model, ["row", "column"], () => drawing.ask(PIXEL)),
    drawing.stop,
    () => (alive = false),
  ];
  void openFile();
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** The traits and what follows from them. @param before a scene of the same picture and settings, to take over from */
function sceneOf(model: ExplorerModel, decoded: Decoded, before?: Scene): Scene {
  const names = [...SETTING, "step", "row", "column"] as const;
  const given = Object.fromEntries(names.map((name) => [name, model.get(name)])) as unknown as Scene["traits"];
  const last = given.image_size - 1;
  const traits = { ...given, row: Math.min(given.row, last), column: Math.min(given.column, last) };
  if (before) return { ...before, traits };
  const [height, width] = decoded.pixels.shape;
  const plan = planOf(height, width, traits.image_size, traits.fit, traits.interpolation);
  return { traits, decoded, plan, resized: resized(decoded.pixels, traits.image_size, plan) };
}

function oneOf(allowed: readonly number[]): Reader<number> {
  return (value) => allowed.find((item) => item === value);
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    step: choice(...STEPS),
    image_size: oneOf(SIDES),
    interpolation: choice(...INTERPOLATIONS),
    fit: choice(...FITS),
    batch_size: oneOf(BATCH_SIZES),
    row: integer(0, 179),
    column: integer(0, 179),
  },
};
export default explorer;
