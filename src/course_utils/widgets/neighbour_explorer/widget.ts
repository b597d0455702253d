/** NeighbourExplorer: the pictures nearest to one, by a pretrained net's features and by pixels. */
import { slider } from "../core/controls";
import { h } from "../core/dom";
import { observe, update, type RenderProps, type WidgetModule } from "../core/model";
import { choice, flag, integer } from "../core/readers";
import { frames } from "../core/schedule";
import { speaker } from "../core/speaker";
import { translator } from "../core/strings";
import { followTheme } from "../core/theme";
import { album } from "./album";
import { galleryOf, type Gallery } from "./gallery";
import { agreement, neighbours, sameIn } from "./neighbours";
import { question } from "./question";
import { chosenPicture, row } from "./rows";
import { CHOICE, PICTURES, type Actions, type Scene, type View } from "./scene";
import { story } from "./story";
import strings from "./strings.json";
import { totals } from "./totals";
import { EXPECTED, SPACES, type ExplorerModel, type Space, type Traits } from "./traits";

const [MOST_PICTURES, MOST_NEIGHBOURS] = [150, 10];

function render({ model, el }: RenderProps<Traits>): () => void {
  const text = translator(strings, model.get("language"));
  const actions: Actions = { change: (values) => update(model, values) };
  let gallery: Gallery;
  let sheet: ImageBitmap | undefined;
  let gone = false;

  const k = slider(text("k"), { min: 1, max: 2 }, (value) => actions.change({ k: value }));
  const said = h("p", { class: "cw-story" });
  const spoken = speaker();
  const [pictures, chosen, asked, all] = [album(text, actions), chosenPicture(text), question(text, actions), totals(text)];
  const rows = SPACES.map((space) => row(space, text, actions));
  const views: View[] = [pictures, chosen, ...rows, asked, all];

  function draw(level: number): void {
    const scene = sceneOf(model, gallery, sheet);
    if (level >= PICTURES) k.limit(1, gallery.most);
    k.show(scene.k);
    for (const view of views) view.show(scene, level);
    said.textContent = story(scene, text);
    spoken.say(said.textContent);
  }
  const drawing = frames(draw);

  /** Show the pictures once they are decoded; until then all is there but they. */
  async function open(): Promise<void> {
    const now = (gallery = galleryOf(model.get("gallery")));
    sheet = undefined;
    el.setAttribute("aria-busy", "true");
    const decoded = await createImageBitmap(new Blob([now.sprite], { type: "image/jpeg" }));
    if (gone || now !== gallery) return;
    sheet = decoded;
    draw(PICTURES);
    el.removeAttribute("aria-busy");
  }

  el.className = "cw-widget cw-neighbour-explorer";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", text("name"));
  const top = h("div", { class: "cw-top" }, chosen.el, k.el);
  const [one, every] = [h("div", { class: "cw-one" }, top, asked.el, said, ...rows.map(({ el }) => el)), h("div", { class: "cw-every" }, pictures.el, all.el)];
  el.append(h("div", { class: "cw-bench" }, one, every), spoken.el);
  const cleanUps = [
    followTheme(el, () => undefined), // the style sheet does the rest
    observe(model, ["gallery"], () => {
      void open();
      drawing.ask(PICTURES);
    }),
    observe(model, ["index", "k", "ask", "answer"], () => drawing.ask(CHOICE)),
    () => (gone = true),
    spoken.stop,
    drawing.stop,
  ];
  void open();
  draw(PICTURES);
  return () => cleanUps.forEach((cleanUp) => cleanUp());
}

/** What the traits say, as far as there are pictures: a link may name one that is not there. */
function sceneOf(model: ExplorerModel, gallery: Gallery, sheet: ImageBitmap | undefined): Scene {
  const index = Math.min(model.get("index"), gallery.count - 1);
  const k = Math.min(model.get("k"), gallery.most);
  const near = bySpace((space) => neighbours(gallery, space, index, k));
  const [ask, answer] = [model.get("ask"), model.get("answer")];
  return {
    gallery,
    sheet,
    index,
    k,
    near,
    same: bySpace((space) => sameIn(near[space])),
    shares: bySpace((space) => agreement(gallery, space, k)),
    ask,
    asking: ask && !answer,
    answer,
  };
}

function bySpace<T>(of: (space: Space) => T): Record<Space, T> {
  return { features: of("features"), pixels: of("pixels") };
}

const explorer: WidgetModule<Traits> = {
  render,
  linkable: {
    index: integer(0, MOST_PICTURES - 1),
    k: integer(1, MOST_NEIGHBOURS),
    ask: flag,
    answer: choice("", ...EXPECTED),
  },
};
export default explorer;
