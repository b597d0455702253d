/** The call that does all five steps for a folder of pictures. */
import type { Traits } from "./traits";

export function kerasCode({ image_size: side, interpolation, fit, batch_size }: Readonly<Omit<Traits, "file">>): string {
  const inputs = [
    "folder,",
    `image_size=(${side}, ${side}),`,
    `batch_size=${batch_size},`,
    interpolation === "bilinear" ? "" : `interpolation="${interpolation}",`,
    fit === "stretch" ? "" : `${fit}_to_aspect_ratio=True,`,
  ];
  const lines = inputs.filter(Boolean).map((line) => `    ${line}`);
  return ["dataset = keras.utils.image_dataset_from_directory(", ...lines, ")"].join("\n");
}
