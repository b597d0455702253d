/** ReceptiveFieldExplorer: a stack of layers, one unit in it, and the pixels that the unit sees. */
import { segmented } from "../core/controls";
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { decodePicture } from "../core/pictures";
import { choice, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { currentTheme, followTheme } from "../core/theme";
import { cropsView } from "./crops";
import { editorView } from "./editor";
import { findingsView } from "./findings";
import { readLayers } from "./link";
import { lookingAt, placeOf, seer, tiersOver, within, type Tiers } from "./model";
import { MOST_CELLS } from "./paths";
import { pictureView } from "./picture";
import { problemView } from "./problem";
import { PICTURE, STACK, UNIT, type Actions, type Scene, type Text, type Unit, type View } from "./scene";
import { MOST_LAYERS } from "./stack";
import strings from "./strings.json";
import { toolbar } from "./toolbar";
import { towerView } from "./tower";
import type { ExplorerModel, Traits, ViewName } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const look = seer();
  let theme = currentTheme();
  let image = decodePicture(model.get("image"));
  let tiers = tiersOver(model.get("layers"), image);
  let peeked: Unit | undefined;
  let edited = model.get("layers").length - 1;
  const chosen = () => within(tiers, chosenIn(model));

  const actions: Actions = {
    change: (values) => update(model, values),
    restack(layers, edit = edited, top = false) {
      edited = edit;
      peeked = undefined;
      update(model, { layers, ...followed(image, tiers, chosen(), layers, top) });
      drawing.ask(STACK);
    },
    edit(index) {
      edited = index;
      drawing.ask(STACK);
    },
    peek(unit) {
      peeked = unit;
      drawing.ask(UNIT);
    },
    choose(unit) {
      peeked = undefined;
      update(model, unit);
      drawing.ask(UNIT);
    },
    moveBy(rows, columns) {
      const unit = chosen();
      const there = unit && within(tiers, { ...unit, row: unit.row + rows, column: unit.column + columns });
      if (there) actions.choose(there);
    },
    climb: (layers) => actions.climbTo((chosen()?.layer ?? 0) + layers),
    climbTo(layer) {
      const unit = chosen();
      if (!unit) return;
      const { y, x } = placeOf(tiers, unit);
      actions.choose(lookingAt(tiers, layer, y, x)!);
    },
  };
  const tower = towerView(text, actions);
  const findings = findingsView(text);
  const views = [toolbar(text, actions), pictureView(text, actions), viewSwitch(text, actions), cropsView(text, actions), tower, problemView(text), editorView(text, actions), findings];

  function draw(level: number): void {
    const layers = model.get("layers");
    if (level >= STACK) tiers = tiersOver(layers, image);
    edited = Math.min(edited, layers.length - 1);
    const unit = within(tiers, peeked ?? chosenIn(model));
    const sight = unit && look(tiers, unit);
    const scene: Scene = { ...tiers, image, layers, unit, sight, edited, view: model.get("view"), theme };
    for (const view of views) view.show(scene, level);
  }

  el.className = "cw-widget cw-receptive-field-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  arrange(el, text, views);
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
    observe(model, ["layers"], () => drawing.ask(STACK)),
    observe(model, ["layer", "row", "column", "view"], () => drawing.ask(UNIT)),
    tower.stop,
    findings.stop,
    drawing.stop,
  ];
  draw(PICTURE);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

function chosenIn(model: ExplorerModel): Unit {
  return { layer: model.get("layer"), row: model.get("row"), column: model.get("column") };
}

/** The unit of another stack that looks where this one looks: on top if this one is or if asked, else in the same layer. */
function followed(image: Scene["image"], tiers: Tiers, unit: Unit | undefined, layers: Scene["layers"], top: boolean): Partial<Unit> {
  const next = tiersOver(layers, image);
  const { y, x } = unit ? placeOf(tiers, unit) : { y: image.shape[0] / 2, x: image.shape[1] / 2 };
  const onTop = top || !unit || unit.layer === tiers.rows.length - 1;
  return lookingAt(next, onTop ? MOST_LAYERS : unit.layer, y, x) ?? {};
}

function viewSwitch(text: Text, actions: Actions): View {
  const options = (["theoretical", "effective", "both"] as const).map((value) => ({ value, label: text(value) }));
  const choices = segmented<ViewName>(text("view"), options, (view) => actions.change({ view }));
  return { el: choices.el, show: ({ view }) => choices.show(view) };
}

/** Controls first, then the picture beside what the layers see of it, the tower below, and what it all means. */
function arrange(el: HTMLElement, text: Text, views: readonly View[]): void {
  const [tools, picture, switches, crops, tower, problem, editor, findings] = views.map((view) => view.el);
  const side = h("div", { class: "cw-side" }, switches, crops, findings);
  el.append(h("p", { class: "cw-invitation" }, text("invitation")), tools, h("div", { class: "cw-pair" }, picture, side), tower, problem, editor);
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    layers: readLayers,
    layer: integer(0, MOST_LAYERS - 1),
    row: integer(0, MOST_CELLS - 1),
    column: integer(0, MOST_CELLS - 1),
    view: choice("theoretical", "effective", "both"),
  },
};
export default explorer;
