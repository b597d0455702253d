/** ConvolutionExplorer: filters slide over a photo, and every number behind the response maps can be touched. */
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { decodePicture } from "../core/pictures";
import { choice, flag, integer, numbers } from "../core/readers";
import { frames } from "../core/schedule";
import { slidingOf } from "../core/sliding";
import { translator } from "../core/strings";
import { currentTheme, followTheme } from "../core/theme";
import { readPicture } from "../core/upload";
import { calculation } from "./calculation";
import { respond, type Settings } from "./convolution";
import { figures } from "./figures";
import { readKernel } from "./kernel";
import { FILTER, MAPS, PICTURE, WINDOW, type Actions, type Scene } from "./scene";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import type { ExplorerModel, Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const note = h("p", { class: "cw-note", role: "status" }, text("upload_note"));
  let theme = currentTheme();
  let image = decodePicture(model.get("image"));
  let outputs = respond(image, settingsOf(model));

  const actions: Actions = {
    change: (values) => update(model, values),
    moveTo({ row, column }) {
      const [height, width] = outputs.shape;
      update(model, { row: clamp(row, height), column: clamp(column, width) });
    },
    moveBy: (rows, columns) => actions.moveTo({ row: model.get("row") + rows, column: model.get("column") + columns }),
    async openPicture(file) {
      const picture = await readPicture(file, image.shape).catch(() => undefined);
      note.textContent = picture ? text("upload_note") : text("upload_error", { name: file.name });
      note.classList.toggle("cw-error", !picture);
      if (!picture) return;
      image = picture;
      drawing.ask(PICTURE);
    },
  };
  const views = [toolbar(text, actions), figures(text, el, actions), calculation(text, actions)];

  function draw(level: number): void {
    if (level >= MAPS) outputs = respond(image, settingsOf(model), outputs);
    const scene = sceneOf(model, image, outputs, theme);
    for (const view of views) view.show(scene, level);
  }

  el.className = "cw-widget cw-convolution-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(...views.map((view) => view.el), note);
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, (now) => {
      theme = now;
      drawing.ask(PICTURE);
    }),
    observe(model, ["image"], () => {
      image = decodePicture(model.get("image"));
      drawing.ask(PICTURE);
    }),
    observe(model, ["kernel", "bias", "strides", "padding", "dilation_rate", "activation"], () => drawing.ask(MAPS)),
    observe(model, ["filter"], () => drawing.ask(FILTER)),
    observe(model, ["row", "column", "calculation"], () => drawing.ask(WINDOW)),
    drawing.stop,
  ];
  draw(PICTURE);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** The traits as one convolution that Keras would run. */
function settingsOf(model: ExplorerModel): Settings {
  const kernel = model.get("kernel");
  const filters = kernel[0][0][0].length;
  const bias = model.get("bias");
  return {
    ...slidingOf(model),
    kernel,
    bias: Array.from({ length: filters }, (_, filter) => bias[filter] ?? 0),
    activation: model.get("activation"),
  };
}

function sceneOf(model: ExplorerModel, image: Scene["image"], outputs: Scene["outputs"], theme: Scene["theme"]): Scene {
  const [height, width, filters] = outputs.shape;
  return {
    image,
    outputs,
    theme,
    calculation: model.get("calculation"),
    settings: settingsOf(model),
    filter: clamp(model.get("filter"), filters),
    at: { row: clamp(model.get("row"), height), column: clamp(model.get("column"), width) },
  };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    kernel: readKernel,
    bias: numbers(-1000, 1000),
    strides: integer(1, 4),
    padding: choice("valid", "same"),
    dilation_rate: integer(1, 3),
    activation: choice("linear", "relu"),
    filter: integer(0, 15),
    row: integer(0, 255),
    column: integer(0, 255),
    calculation: flag,
  },
};
export default explorer;
