/** What there is to say at the cursor, or to one who would stop: the key of a sentence, and the figures in it. */
import type { Scene, Text } from "./scene";
import { pairOf } from "./scene";
import { verdictOn } from "./statistics";
import { difference, duration, figure, grouped, percent } from "./words";

/** Below this, a network of two classes is not far from tossing a coin. */
const GUESSING = 0.6;
/** Gaps in accuracy: up to the first the curves go together, from the second on they are far apart. */
const [TOGETHER, APART] = [0.05, 0.15];

export function story(scene: Scene, text: Text): string {
  if (scene.asking) return text("asking");
  return scene.stopped ? verdict(scene, text) : atCursor(scene, text);
}

function atCursor({ now, epoch }: Scene, text: Text): string {
  const [training, validation] = [now.accuracy.mean[epoch - 1], now.val_accuracy.mean[epoch - 1]];
  const gap = training - validation;
  const key = training < GUESSING ? "guessing" : gap < TOGETHER ? "together" : gap < APART ? "parting" : "overfit";
  return text(key, {
    epoch,
    pictures: grouped(now.pictures),
    training: percent(training),
    validation: percent(validation),
    gap: difference(text, "accuracy", gap),
  });
}

function verdict({ now, metric, stopped }: Scene, text: Text): string {
  const found = verdictOn(metric, pairOf(now, metric).validation.mean, stopped);
  const values = {
    stopped,
    metric: text(`validation_${metric}`),
    value: figure(metric, found.value),
    best: found.best,
    best_value: figure(metric, found.bestValue),
    missed: difference(text, metric, found.missed),
    apart: found.apart,
    time: duration(text, found.apart * now.seconds),
  };
  const said = text(`verdict_${found.kind}`, values);
  if (found.best === now.epochs) return said;
  const left = now.epochs - Math.max(found.best, stopped);
  if (!left) return said;
  const end = { last: now.epochs, end: figure(metric, found.endValue), left, time: duration(text, left * now.seconds) };
  return `${said} ${text("verdict_end", end)}`;
}
