/** What there is to say about the two rows, or to one who expected something of them. */
import { ahead } from "./neighbours";
import type { Scene, Text } from "./scene";
import { percent, pictureName } from "./words";

export function story(scene: Scene, text: Text): string {
  const { gallery, index, k, same, shares, asking, ask, answer } = scene;
  const first = ahead(same);
  const values = {
    picture: pictureName(text, gallery, index),
    k,
    features: same.features,
    pixels: same.pixels,
    count: gallery.count,
    features_share: percent(shares.features),
    pixels_share: percent(shares.pixels),
  };
  if (asking) return text("asking");
  const counted = text("counted", values);
  if (!ask || !answer) return `${counted} ${text(`ahead_${first}`, values)}`;
  const verdict = text(answer === first ? "right" : "wrong", { answer: text(`expect_${answer}`) });
  return `${verdict} ${counted} ${text("overall", values)}`;
}
