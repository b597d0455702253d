/** The chart as a sentence. */
import { pairOf, type Scene, type Text } from "./scene";
import { bestEpoch, gapOf } from "./statistics";
import { difference, figure, settingName } from "./words";

export function describe(scene: Scene, text: Text): string {
  const { now, pinned, metric, epoch, asking } = scene;
  const { training, validation } = pairOf(now, metric);
  const best = bestEpoch(metric, validation.mean);
  const last = asking ? epoch : now.epochs;
  const at = (curve: readonly number[], epoch: number) => figure(metric, curve[epoch - 1]);
  const parts = [
    text("described", {
      metric: text(metric),
      setting: settingName(text, now),
      last,
      training_first: at(training.mean, 1),
      training_last: at(training.mean, last),
      validation_first: at(validation.mean, 1),
      validation_last: at(validation.mean, last),
    }),
    !asking && text("described_best", { value: at(validation.mean, best), epoch: best }),
    atCursor(scene, text),
    pinned && text("described_pinned", { setting: settingName(text, pinned), value: at(pairOf(pinned, metric).validation.mean, last), last }),
  ];
  return parts.filter(Boolean).join(" ");
}

/** The two figures at the cursor, and what lies between them. */
export function atCursor({ now, metric, epoch }: Scene, text: Text): string {
  const { training, validation } = pairOf(now, metric);
  const [one, other] = [training.mean[epoch - 1], validation.mean[epoch - 1]];
  return text("described_cursor", {
    epoch,
    training: figure(metric, one),
    validation: figure(metric, other),
    gap: difference(text, metric, gapOf(metric, one, other)),
  });
}
