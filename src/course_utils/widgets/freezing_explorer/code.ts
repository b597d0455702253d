/** The Keras code for a choice of blocks. */
import { NAMES } from "./costs";
import type { Traits } from "./traits";

export function kerasCode({ unfrozen, freeze_batch_norm }: Traits, again: string): string {
  return [
    ...freezing(unfrozen, freeze_batch_norm),
    "",
    `# ${again}`,
    "model.compile(",
    `    optimizer=keras.optimizers.Adam(${unfrozen.length ? "1e-5" : "1e-3"}),`,
    '    loss="binary_crossentropy",',
    '    metrics=["accuracy"],',
    ")",
  ].join("\n");
}

function freezing(unfrozen: readonly string[], freezeNorm: boolean): string[] {
  if (!unfrozen.length) return ["pretrained.freeze(conv_base)"];
  const lowest = NAMES.findIndex((name) => unfrozen.includes(name));
  const isTop = unfrozen.length === NAMES.length - lowest;
  if (isTop && freezeNorm && NAMES[lowest].startsWith("block")) {
    return [`pretrained.unfreeze_top(conv_base, block="${NAMES[lowest]}")`];
  }
  const starts = unfrozen.map((name) => `"${name}_"`);
  const everything = unfrozen.length === NAMES.length;
  return [
    ...(everything ? [] : ["unfrozen = (", ...starts.map((start) => `    ${start},`), ")"]),
    "conv_base.model.trainable = True",
    ...(everything && !freezeNorm ? [] : ["for layer in conv_base.model.layers:"]),
    ...(everything ? [] : ["    layer.trainable = layer.name.startswith(unfrozen)"]),
    ...(freezeNorm ? ["    if isinstance(layer, keras.layers.BatchNormalization):", "        layer.trainable = False"] : []),
  ];
}
