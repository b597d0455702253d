/** All pictures together: do their neighbours share the class, do they share the brightness? And what would lots do? */
import { h } from "../core/dom";
import { format } from "../core/numbers";
import type { Gallery } from "./gallery";
import { agreement, brightnessByLot, brightnessDifference, chance } from "./neighbours";
import type { Text, View } from "./scene";
import { SPACES, type Space } from "./traits";
import { percent } from "./words";

interface Measure {
  readonly name: "class" | "brightness";
  of(gallery: Gallery, space: Space, k: number): number;
  byLot(gallery: Gallery): number;
  say(value: number): string;
  /** What the whole track stands for. */
  full(lot: number): number;
}

const MEASURES: readonly Measure[] = [
  { name: "class", of: agreement, byLot: chance, say: percent, full: () => 1 },
  { name: "brightness", of: brightnessDifference, byLot: brightnessByLot, say: (value) => format(value, 1), full: (lot) => 2 * lot || 1 },
];

export function totals(text: Text): View {
  const title = h("p", { class: "cw-title" });
  const note = h("p", { class: "cw-note" });
  const lists = MEASURES.map((measure) => bars(measure, text));
  return {
    el: h("div", { class: "cw-totals" }, title, ...lists.map(({ el }) => el), note),
    show(scene, level) {
      title.textContent = text("totals", { count: scene.gallery.count });
      note.textContent = text("totals_note", { k: scene.k });
      for (const { show } of lists) show(scene, level);
    },
  };
}

/** A bar a space, and a dotted line where neighbours drawn by lot would be. */
function bars({ name, of, byLot, say, full }: Measure, text: Text): View {
  const caption = h("p");
  const rows = SPACES.map((space) => {
    const [bar, lot, value] = [h("i", { class: "cw-bar" }), h("i", { class: "cw-lot" }), h("b")];
    const track = h("span", { class: "cw-track", "aria-hidden": "true" }, bar, lot);
    return { space, bar, lot, value, el: h("li", { class: `cw-total-${space}` }, h("span", {}, text(space)), track, value) };
  });
  return {
    el: h("div", { class: `cw-measure cw-measure-${name}` }, caption, h("ul", {}, ...rows.map(({ el }) => el))),
    show({ gallery, k, asking }) {
      const lots = byLot(gallery);
      const share = (value: number) => `${Math.min(100, (100 * value) / full(lots))}%`;
      caption.textContent = text(`total_${name}`, { lots: say(lots) });
      for (const { space, bar, lot, value } of rows) {
        const now = of(gallery, space, k);
        value.textContent = asking ? "?" : say(now);
        bar.style.width = asking ? "0" : share(now);
        lot.style.left = share(lots);
      }
    },
  };
}
