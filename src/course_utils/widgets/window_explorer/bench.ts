/** Input, kernel and output side by side, the meaning of the marks on them, and a word where no window fits. */
import { h } from "../core/dom";
import { inputView, paddedSide } from "./input";
import { kernelView } from "./kernel";
import { answers, longest, lostLines, outputView } from "./output";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

// More cells than these leave no room for the kernel between the two grids.
const ROOM = 18;
// Longer answers need larger cells.
const SHORT = 3;

export function benchView(text: Text, actions: Actions): View {
  const views = [inputView(text, actions), kernelView(text, actions), outputView(text, actions)];
  const legend = h("ul", { class: "cw-legend" });
  const problem = h("p", { class: "cw-problem", role: "status" });
  const bench = h("div", { class: "cw-bench" }, ...views.map((view) => view.el), legend);

  /** Tell the style sheet how many cells stand side by side. */
  function layOut(scene: Scene): void {
    const [input, output, kernel] = [paddedSide(scene), scene.outputs.length + lostLines(scene), scene.kernel.length];
    for (const [name, cells] of Object.entries({ input, output, kernel })) bench.style.setProperty(`--${name}`, String(cells));
    bench.classList.toggle("cw-crowded", input + output * Math.max(1, longest(answers(scene)) / SHORT) + kernel > ROOM);
  }

  return {
    el: h("div", {}, problem, bench),
    show(scene, level) {
      if (level >= SETTINGS) {
        const { settings, axis, windows } = scene;
        layOut(scene);
        problem.textContent = windows > 0 ? "" : text("no_window", { n: settings.input_size, k_eff: axis.covered });
        legend.replaceChildren(
          ...marksOn(scene).map(([name, label]) => h("li", {}, h("span", { class: `cw-key ${name}`, "aria-hidden": "true" }), text(label))),
        );
      }
      for (const view of views) view.show(scene, level);
    },
  };
}

/** The marks that need a word, each by its class. */
function marksOn(scene: Scene): [name: string, label: Parameters<Text>[0]][] {
  const { before, after, skipped, leftOver } = scene.axis;
  const marks: [boolean, string, Parameters<Text>[0]][] = [
    [scene.windows > 0, "cw-start", "start"],
    [scene.windows > 1, "cw-next", "next_window"],
    [before > 0, "cw-padding", "zeros"],
    [after > before, "cw-padding cw-odd", "odd_zeros"],
    [skipped.length + leftOver.length > 0, "cw-unused", "unused"],
    [lostLines(scene) > 0, "cw-lost", "border"],
  ];
  return marks.filter(([shown]) => shown).map(([, name, label]) => [name, label]);
}
