// Answers with what preprocessing_explorer makes of the pictures, or of the files, given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { orientationOf, planOf, resized, segmentsOf } = await load(
  "preprocessing_explorer",
  'export * from "./jpeg"; export * from "./resize";',
);

const ask = {
  /** Resized pictures. */
  resize: (cases) =>
    cases.map(({ shape, data, side, fit, interpolation }) => {
      const picture = { shape, data: Float32Array.from(data) };
      return Array.from(resized(picture, side, planOf(shape[0], shape[1], side, fit, interpolation)).data);
    }),
  /** What the bytes of files say. */
  files: (files) =>
    files.map((file) => {
      const bytes = Uint8Array.from(Buffer.from(file, "base64"));
      return { segments: segmentsOf(bytes), orientation: orientationOf(bytes) };
    }),
};

const { what, input } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(ask[what](input)));
