/** The settings as the Keras code of the same layers. */
import type { Settings } from "./traits";

/** Lines of Python. A number that Keras has as a default is left out. */
export function kerasCode(settings: Settings): string {
  const { flip, rotation, zoom_height, zoom_width, keep_aspect, translation_height, translation_width } = settings;
  const { contrast, brightness, fill_mode, interpolation } = settings;
  const sampling = [
    fill_mode === "reflect" ? "" : `fill_mode="${fill_mode}"`,
    interpolation === "bilinear" ? "" : `interpolation="${interpolation}"`,
  ];
  const call = (layer: string, ...inputs: string[]) => `    layers.${layer}(${inputs.filter(Boolean).join(", ")}),`;
  const zooms = keep_aspect ? [number(zoom_height)] : [number(zoom_height), number(zoom_width)];
  const lines = [
    flip === "none" ? "" : call("RandomFlip", `"${flip}"`),
    rotation ? call("RandomRotation", number(rotation), ...sampling) : "",
    zoom_height || (!keep_aspect && zoom_width) ? call("RandomZoom", ...zooms, ...sampling) : "",
    translation_height || translation_width
      ? call("RandomTranslation", number(translation_height), number(translation_width), ...sampling)
      : "",
    // Two numbers: from a single one Keras 3 takes the upper bound alone, and contrast would only grow.
    contrast ? call("RandomContrast", `(${number(contrast)}, ${number(contrast)})`) : "",
    brightness ? call("RandomBrightness", number(brightness)) : "",
  ];
  return ["augmentation = keras.Sequential([", ...lines.filter(Boolean), "])"].join("\n");
}

/** 0.3, where the slider says 0.30000000000000004; 0.0, where Python would take 0 as an int. */
function number(value: number): string {
  const text = String(Number(value.toFixed(3)));
  return text.includes(".") ? text : `${text}.0`;
}
