/** FeatureMapExplorer: the reader draws, and every layer's maps and the answer of a net follow each stroke. */
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { decodePicture } from "../core/pictures";
import { integer } from "../core/readers";
import { frames } from "../core/schedule";
import { translator } from "../core/strings";
import { currentTheme, followTheme } from "../core/theme";
import { answer } from "./answer";
import { fieldOf, patchOf, type Cell } from "./cells";
import { detail } from "./detail";
import { drawing as newDrawing } from "./drawing";
import { exampleStrip, separate } from "./examples";
import { limited } from "./fold";
import { overview } from "./maps";
import { decodeNet, forward, indexOfLargest, type Net } from "./net";
import { pad } from "./pad";
import { CELL, NET, PICTURE, type Actions, type Scene } from "./scene";
import strings from "./strings.json";
import type { ExplorerModel, Traits } from "./traits";

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  let theme = currentTheme();
  let net = decodeNet(model.get("net"));
  let examples = separate(decodePicture(model.get("examples")));
  let outputs: Scene["outputs"] = [];
  const picked = () => limited(model.get("example"), examples.length);
  const drawing = newDrawing(examples[picked()]);

  const actions: Actions = {
    cell: () => cellOf(net, model),
    choose: (cell) => update(model, moved(net, actions.cell(), cell, outputs)),
    pick(example) {
      update(model, { example });
      restart(); // also where the example is the one that was drawn on
    },
    drawn: () => frame.ask(PICTURE),
  };
  const restart = () => {
    drawing.reset(examples[picked()]);
    frame.ask(PICTURE);
  };
  const [sketch, close] = [pad(text, drawing, actions), detail(text, actions)];
  const views = [
    sketch,
    answer(text, actions),
    exampleStrip(text, () => examples, () => model.get("truths"), actions),
    overview(text, actions, close.el),
    close,
  ];

  function draw(level: number): void {
    if (level >= PICTURE) outputs = forward(net, drawing.picture, outputs);
    const cell = actions.cell();
    const { picture, untouched } = drawing;
    const [field, patch] = [fieldOf(net, cell), patchOf(net, cell)];
    const example = picked();
    const [labels, truth] = [model.get("labels"), untouched ? model.get("truths")[example] : undefined];
    const scene = { net, picture, outputs, labels, truth, cell, field, patch, example, untouched, theme };
    for (const view of views) view.show(scene, level);
  }

  el.className = "cw-widget cw-feature-map-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  el.append(
    h("p", { class: "cw-note" }, text("invitation")),
    h("div", { class: "cw-top" }, views[0].el, views[1].el),
    views[2].el,
    views[3].el,
  );
  const frame = frames(draw);
  const cleanUps = [
    followTheme(el, (now) => {
      theme = now;
      frame.ask(NET);
    }),
    observe(model, ["net", "examples", "labels", "truths"], () => {
      net = decodeNet(model.get("net"));
      examples = separate(decodePicture(model.get("examples")));
      outputs = [];
      drawing.reset(examples[picked()]);
      frame.ask(NET);
    }),
    observe(model, ["example"], restart),
    observe(model, ["layer", "channel", "row", "column"], () => frame.ask(CELL)),
    sketch.stop,
    close.stop,
    frame.stop,
  ];
  draw(NET);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** The cell that the traits name, within the net. */
function cellOf(net: Net, model: ExplorerModel): Cell {
  const layer = limited(model.get("layer"), net.layers.length);
  return within(net, { layer, channel: model.get("channel"), row: model.get("row"), column: model.get("column") });
}

function within(net: Net, { layer, channel, row, column }: Cell): Cell {
  const { shape } = net.layers[layer];
  if (shape.length === 1) return { layer, channel: 0, row: 0, column: limited(column, shape[0]) };
  return { layer, channel: limited(channel, shape[2]), row: limited(row, shape[0]), column: limited(column, shape[1]) };
}

/** Another cell. In another layer it looks at the same part of the picture, or is the strongest number of a row. */
function moved(net: Net, from: Cell, to: Partial<Cell>, outputs: Scene["outputs"]): Cell {
  const cell = { ...from, ...to };
  if (cell.layer === from.layer || to.column !== undefined) return within(net, cell);
  const [before, after] = [net.layers[from.layer].shape, net.layers[cell.layer].shape];
  if (after.length === 1) return within(net, { ...cell, column: indexOfLargest(outputs[cell.layer].data) });
  const share = (place: number, length: number) => (before.length === 3 ? (place + 0.5) / length : 0.5);
  const row = Math.floor(share(from.row, before[0]) * after[0]);
  return within(net, { ...cell, row, column: Math.floor(share(from.column, before[1]) * after[1]) });
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    example: integer(0, 23),
    layer: integer(0, 63),
    channel: integer(0, 63),
    row: integer(0, 63),
    column: integer(0, 99_999),
  },
};
export default explorer;
