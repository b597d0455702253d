/** AugmentationExplorer: one picture, and what a net in training gets to see of it, epoch by epoch. */
import { codeBlock } from "../core/code_block";
import { h } from "../core/dom";
import { observe, update, type Reader, type RenderProps, type WidgetModule } from "../core/model";
import { decodePicture } from "../core/pictures";
import { choice, flag, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { readPicture } from "../core/upload";
import { augmenter, stepsOf } from "./augment";
import { kerasCode } from "./code";
import { distributions } from "./distributions";
import { drawsOf, UNCHANGED } from "./draws";
import { CHOICE, PICTURE, PREVIEWS, SHEET, type Actions, type Scene } from "./scene";
import { original, sheet } from "./sheet";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import { FILL_MODES, FLIPS, INTERPOLATIONS, LAST_EPOCH, MOST, SEEDS, SETTINGS, type ExplorerModel, type Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const note = h("p", { class: "cw-note", role: "status" }, text("upload_note"));
  const augment = augmenter();
  let picture = decodePicture(model.get("image"));

  const actions: Actions = {
    change: (values) => update(model, values),
    async openPicture(file) {
      const opened = await readPicture(file, picture.shape).catch(() => undefined);
      note.textContent = opened ? text("upload_note") : text("upload_error", { name: file.name });
      note.classList.toggle("cw-error", !opened);
      if (!opened) return;
      picture = opened;
      drawing.ask(PICTURE);
    },
  };
  const views = [original(text, el, actions), sheet(text, actions), toolbar(text, actions), distributions(text)];
  const code = codeBlock(text);

  function draw(level: number): void {
    const scene = sceneOf(model, picture, augment);
    for (const view of views) view.show(scene, level);
    if (level >= SHEET) code.show(kerasCode(scene.traits));
  }

  const [left, right, ...below] = views.map((view) => view.el);
  left.append(note);
  el.className = "cw-widget cw-augmentation-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(h("div", { class: "cw-pair" }, left, right), ...below, code.el);
  const drawing = frames(draw);
  const cleanUps = [
    followTheme(el, () => drawing.ask(PICTURE)),
    observe(model, ["image"], () => {
      picture = decodePicture(model.get("image"));
      drawing.ask(PICTURE);
    }),
    observe(model, [...SETTINGS, "training", "epoch"], () => drawing.ask(SHEET)),
    observe(model, ["preview"], () => drawing.ask(CHOICE)),
    drawing.stop,
  ];
  draw(PICTURE);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** The traits but for the picture, and the nine previews that follow from them. */
function sceneOf(model: ExplorerModel, picture: Scene["picture"], augment: ReturnType<typeof augmenter>): Scene {
  const names = [...SETTINGS, "training", "epoch", "preview"] as const;
  const traits = Object.fromEntries(names.map((name) => [name, model.get(name)])) as unknown as Scene["traits"];
  const [height, width] = picture.shape as [number, number];
  return {
    traits,
    picture,
    previews: Array.from({ length: PREVIEWS }, (_, i) => {
      const epoch = traits.epoch + i;
      return { epoch, draws: traits.training ? drawsOf(traits, epoch) : UNCHANGED };
    }),
    develop: ({ draws }) => augment(picture, stepsOf(traits, draws, { height, width })),
  };
}

function upTo(most: number): Reader<number> {
  return (value) => (typeof value === "number" && value >= 0 && value <= most ? value : undefined);
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    flip: choice(...FLIPS),
    rotation: upTo(MOST.rotation),
    zoom_height: upTo(MOST.zoom_height),
    zoom_width: upTo(MOST.zoom_width),
    keep_aspect: flag,
    translation_height: upTo(MOST.translation_height),
    translation_width: upTo(MOST.translation_width),
    contrast: upTo(MOST.contrast),
    brightness: upTo(MOST.brightness),
    fill_mode: choice(...FILL_MODES),
    interpolation: choice(...INTERPOLATIONS),
    seed: integer(0, SEEDS - 1),
    training: flag,
    epoch: integer(1, LAST_EPOCH),
    preview: integer(0, PREVIEWS - 1),
  },
};
export default explorer;
