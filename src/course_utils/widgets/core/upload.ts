/** A picture file that the reader chooses, which never leaves the page. */
import { KEYS_STAY_HERE } from "./controls";
import { h } from "./dom";
import { tensor, type Tensor } from "./tensor";

/** A button that opens a picture file, and a paste or a drop anywhere on `area` that does the same. */
export function pictureInput(label: string, area: HTMLElement, chosen: (file: File) => void): HTMLElement {
  const input = h("input", { type: "file", accept: "image/*", class: "cw-file", ...KEYS_STAY_HERE, onchange: () => {
    if (input.files?.[0]) chosen(input.files[0]);
    input.value = ""; // the same file may be chosen again
  } });
  const from = (data: DataTransfer | null) => {
    const files = [...(data?.files ?? [])];
    return files.find((file) => file.type.startsWith("image/")) ?? files[0];
  };
  const take = (event: Event, file: File | undefined) => {
    if (!file) return;
    event.preventDefault();
    chosen(file);
  };
  area.addEventListener("paste", (event) => {
    // A spreadsheet puts a picture beside the numbers that are copied from it.
    if (!event.clipboardData?.types.includes("text/plain")) take(event, from(event.clipboardData));
  });
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => take(event, from(event.dataTransfer)));
  return h("label", { class: "cw-button cw-upload" }, input, h("span", {}, label));
}

/** The largest central part of a file's picture that has the target's proportions, scaled to its size. */
export async function readPicture(file: Blob, [height, width, channels]: readonly number[]): Promise<Tensor> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.max(width / bitmap.width, height / bitmap.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // behind transparent pictures
  context.fillRect(0, 0, width, height);
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Float32Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const rgb = rgba.subarray(4 * pixel, 4 * pixel + 3);
    if (channels === 1) data[pixel] = (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]) / 255;
    else for (let channel = 0; channel < 3; channel++) data[3 * pixel + channel] = rgb[channel] / 255;
  }
  return tensor([height, width, channels], data);
}
