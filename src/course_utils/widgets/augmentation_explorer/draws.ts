/** What the layers draw for one picture in one epoch. */
import { random } from "./random";
import type { Settings } from "./traits";

export interface Draws {
  readonly flippedHorizontally: boolean;
  readonly flippedVertically: boolean;
  /** Counter-clockwise. */
  readonly degrees: number;
  /** Scale of the sampling window: 1.2 shrinks the object to 1/1.2. */
  readonly heightZoom: number;
  readonly widthZoom: number;
  /** Shares of the picture. */
  readonly down: number;
  readonly right: number;
  readonly contrast: number;
  readonly brightness: number;
}

export const UNCHANGED: Draws = {
  flippedHorizontally: false,
  flippedVertically: false,
  degrees: 0,
  heightZoom: 1,
  widthZoom: 1,
  down: 0,
  right: 0,
  contrast: 1,
  brightness: 0,
};

/** The draws of an epoch, the same whenever they are asked for; a slider changes how far they reach, not their order. */
export function drawsOf(settings: Settings, epoch: number): Draws {
  const uniform = random(settings.seed, epoch);
  const within = (middle: number, reach: number) => middle + (2 * uniform() - 1) * reach;
  // One draw for both: `RandomFlip("horizontal_and_vertical")` flips both ways at once or not at all.
  const flipped = uniform() <= 0.5;
  const degrees = within(0, 360 * settings.rotation);
  const heightZoom = within(1, settings.zoom_height);
  const widthZoom = within(1, settings.zoom_width);
  return {
    flippedHorizontally: flipped && settings.flip !== "none" && settings.flip !== "vertical",
    flippedVertically: flipped && settings.flip !== "none" && settings.flip !== "horizontal",
    degrees,
    heightZoom,
    widthZoom: settings.keep_aspect ? heightZoom : widthZoom,
    down: within(0, settings.translation_height),
    right: within(0, settings.translation_width),
    contrast: within(1, settings.contrast),
    brightness: within(0, settings.brightness),
  };
}
