/** The sum behind one number of the response map, with everything in it within reach: weights, bias, position, ReLU. */
import { KEYS_STAY_HERE, slider, toggle } from "../core/controls";
import { h } from "../core/dom";
import { format } from "../core/numbers";
import { speaker } from "../core/speaker";
import { patchAt, weightsOf } from "./convolution";
import { sameInAllChannels, withFilter } from "./kernel";
import { FILTER, MAPS, type Actions, type Scene, type Text, type View } from "./scene";
import { sumPanel, type SumPanel } from "./sum";

export function calculation(text: Text, actions: Actions): View {
  let scene: Scene;
  let unfolded: boolean | undefined;
  let linked = true;
  let panel: SumPanel | undefined;
  const title = h("summary", KEYS_STAY_HERE);
  const place = h("div");
  const spoken = speaker();

  const link = toggle(text("link"), (on) => {
    linked = on;
    const { kernel } = scene.settings;
    if (on) setWeights((row, column) => kernel[row][column][0][scene.filter]);
  });
  const relu = toggle(text("relu"), (on) => actions.change({ activation: on ? "relu" : "linear" }));
  const bias = slider(text("bias"), { min: -4, max: 4, step: 0.1, text: (value) => format(value, 1) }, (value) =>
    actions.change({ bias: scene.settings.bias.map((old, filter) => (filter === scene.filter ? value : old)) }),
  );
  const row = slider(text("row"), { min: 0, max: 1 }, (value) => actions.moveTo({ ...scene.at, row: value }));
  const column = slider(text("column"), { min: 0, max: 1 }, (value) => actions.moveTo({ ...scene.at, column: value }));

  function setWeights(weight: (row: number, column: number, channel: number) => number): void {
    actions.change({ kernel: withFilter(scene.settings.kernel, scene.filter, weight) });
  }

  function edit(channel: number, cell: number, weight: number): void {
    const { kernel } = scene.settings;
    setWeights((r, c, ch) =>
      r * kernel.length + c === cell && (linked || ch === channel) ? weight : kernel[r][c][ch][scene.filter],
    );
  }

  function renewPanel(): void {
    const channels = scene.image.shape[2] === 1 ? [text("gray")] : [text("red"), text("green"), text("blue")];
    const size = scene.settings.kernel.length;
    if (panel?.size === size && panel.channels === channels.length) return;
    panel = sumPanel(size, {
      patch: text("patch"),
      kernel: text("kernel"),
      product: text("product"),
      bias: text("bias"),
      channels,
      weight: (channel, row, column) => text("weight", { channel: channels[channel], row, column }),
    }, edit);
    place.replaceChildren(panel.el);
  }

  const details = h(
    "details",
    { class: "cw-calculation", ontoggle: () => details.open !== scene.calculation && actions.change({ calculation: details.open }) },
    title,
    h("div", { class: "cw-controls" }, row.el, column.el, bias.el, relu.el, link.el),
    place,
  );
  return {
    el: h("div", {}, details, spoken.el), // heard while the sum is folded away, too
    show(now, level) {
      scene = now;
      // A reader's click opens it a moment before the trait knows.
      if (unfolded !== now.calculation) details.open = unfolded = now.calculation;
      const { settings, filter, at } = now;
      if (level >= MAPS) {
        renewPanel();
        relu.show(settings.activation === "relu");
        link.el.hidden = now.image.shape[2] === 1;
        row.limit(0, now.outputs.shape[0] - 1);
        column.limit(0, now.outputs.shape[1] - 1);
      }
      if (level >= FILTER) {
        linked &&= sameInAllChannels(settings.kernel, filter);
        link.show(linked);
        bias.show(settings.bias[filter]);
      }
      row.show(at.row);
      column.show(at.column);
      title.textContent = text("sum_title", { ...at, number: filter + 1 });
      const { pixels, inside } = patchAt(now.image, settings, at);
      const sum = { pixels, inside, weights: weightsOf(settings, filter), bias: settings.bias[filter], relu: settings.activation === "relu" };
      spoken.say(text("spoken", { ...at, ...panel!.show({ ...sum, theme: now.theme }) }));
    },
  };
}
