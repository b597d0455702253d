/** What is to be learned, and from what. */
import { segmented, select } from "../core/controls";
import { h } from "../core/dom";
import { FILTERS, nameOf, OWN, pattern, randomKernel, resized, type FilterName } from "./filters";
import { PROBLEM, type Actions, type Text, type View } from "./scene";

export function toolbar(text: Text, actions: Actions): View {
  let hidden: number[][];
  const named = <Name extends Parameters<Text>[0]>(...names: Name[]) => names.map((value) => ({ value, label: text(value) }));
  const task = select(
    text("hidden"),
    named(...(Object.keys(FILTERS) as FilterName[]), "own", "map"),
    (choice) => {
      if (choice === "map") return actions.pose({ task: "map", revealed: false });
      const filter = choice === "own" ? OWN : FILTERS[choice];
      actions.pose({ task: "filter", revealed: choice === "own", hidden: pattern(filter, hidden.length) });
    },
  );
  const size = segmented<number>(
    text("size"),
    [3, 5].map((value) => ({ value, label: `${value} × ${value}` })),
    (side) => {
      const name = nameOf(hidden);
      actions.pose({ hidden: name ? pattern(FILTERS[name], side) : resized(hidden, side), kernel: randomKernel(side) });
    },
  );
  const picture = segmented(text("picture"), named("photo", "flat", "stripes"), (value) => actions.pose({ picture: value }));
  return {
    els: [h("div", { class: "cw-controls" }, task.el, size.el, picture.el)],
    show({ traits }, level) {
      hidden = traits.hidden;
      if (level < PROBLEM) return;
      task.show(traits.task === "map" ? "map" : (nameOf(hidden) ?? "own"));
      size.show(hidden.length);
      picture.show(traits.picture);
    },
  };
}
