/** Draws in words. */
import { format, trimmed } from "../core/numbers";
import type { Draws } from "./draws";
import type { Scene, Text } from "./scene";

/** What was done to a preview, a phrase for each layer that did something. */
export function phrases({ traits }: Scene, draws: Draws, text: Text): string[] {
  const { degrees, heightZoom, widthZoom, down, right, contrast, brightness } = draws;
  const shrunk = (zoom: number) => format(1 / zoom);
  const found: (string | false)[] = [
    draws.flippedHorizontally && text("said_horizontal"),
    draws.flippedVertically && text("said_vertical"),
    degrees !== 0 && text(degrees > 0 ? "said_counterclockwise" : "said_clockwise", { degrees: format(Math.abs(degrees), 1) }),
    heightZoom !== 1 && heightZoom === widthZoom && text("said_zoom", { window: format(heightZoom), object: shrunk(heightZoom) }),
    heightZoom !== widthZoom && text("said_zooms", { height: shrunk(heightZoom), width: shrunk(widthZoom) }),
    down !== 0 && text(down > 0 ? "said_down" : "said_up", { percent: percent(down) }),
    right !== 0 && text(right > 0 ? "said_right" : "said_left", { percent: percent(right) }),
    contrast !== 1 && text("said_contrast", { factor: format(contrast) }),
    brightness !== 0 && text("said_brightness", { delta: (brightness > 0 ? "+" : "") + format(255 * brightness, 0) }),
  ];
  if (!traits.training) return [text("said_inference")];
  const said = found.filter((phrase) => phrase !== false);
  return said.length ? said : [text("said_nothing")];
}

function percent(share: number): string {
  return trimmed(Math.abs(100 * share), 1);
}
