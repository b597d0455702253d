/** All pictures, side by side: a list box of many columns, in which the neighbours of the chosen one are framed. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import type { Gallery } from "./gallery";
import { PICTURES, type Actions, type Text, type View } from "./scene";
import { paint, thumbnail } from "./thumbnail";
import { SPACES } from "./traits";
import { pictureName } from "./words";

const ROWS_A_PAGE = 4;

export function album(text: Text, actions: Actions): View {
  let [shown, chosen]: [Gallery | undefined, number] = [undefined, 0];
  let options: HTMLElement[] = [];
  const title = h("p", { class: "cw-title" });
  const list = h("div", { class: "cw-list", role: "listbox", "aria-label": text("album"), onkeydown: walk, onclick: pick });

  function walk(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const target = destination(event.key, chosen, options.length, columns);
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  }
  function pick({ target }: MouseEvent): void {
    const index = options.indexOf((target as Element).closest<HTMLElement>("[role=option]")!);
    if (index >= 0) choose(index);
  }
  function choose(index: number): void {
    chosen = index; // the next key may come before the next frame
    options[index].focus();
    actions.change({ index });
  }
  function build(gallery: Gallery): void {
    options = Array.from(gallery.labels, (_, index) => {
      const name = pictureName(text, gallery, index);
      const option = h("div", { role: "option", "aria-label": name, title: name, ...KEYS_STAY_HERE }, thumbnail());
      select(option, false);
      return option;
    });
    list.replaceChildren(...options);
    title.textContent = text("album_title", { count: gallery.count });
    shown = gallery;
  }

  return {
    el: h("div", { class: "cw-album" }, title, list, legend(text)),
    show({ gallery, sheet, index, near, asking }, level) {
      if (gallery !== shown) build(gallery);
      if (level >= PICTURES) options.forEach((option, i) => paint(option.firstChild as HTMLCanvasElement, gallery, sheet, i));
      chosen = index;
      const framed = SPACES.map((space) => new Set(asking ? [] : near[space].map((neighbour) => neighbour.index)));
      options.forEach((option, i) => {
        if ((i === index) !== (option.tabIndex === 0)) select(option, i === index);
        SPACES.forEach((space, j) => option.classList.toggle(`cw-near-${space}`, framed[j].has(i)));
      });
    },
  };
}

function select(option: HTMLElement, selected: boolean): void {
  option.setAttribute("aria-selected", String(selected));
  option.tabIndex = selected ? 0 : -1; // Tab goes to the chosen picture, the arrow keys to the others
}

/** Where a key leads, or nothing for a key that leads nowhere. */
export function destination(key: string, from: number, count: number, columns: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * Math.min(ROWS_A_PAGE, Math.floor(from / columns)),
    PageDown: columns * Math.min(ROWS_A_PAGE, Math.floor((count - 1 - from) / columns)),
  };
  const to = from + (steps[key] ?? NaN);
  if (Number.isNaN(to)) return undefined;
  return to >= 0 && to < count ? to : from;
}

function legend(text: Text): HTMLElement {
  const entry = (kind: string) => h("span", { class: "cw-entry" }, h("i", { class: `cw-key cw-key-${kind}`, "aria-hidden": "true" }), text(`key_${kind}` as "key_chosen"));
  return h("p", { class: "cw-legend" }, ...["chosen", ...SPACES].map(entry));
}
