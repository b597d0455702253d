/** What the bytes of a JPEG file say before anybody decodes them. */

export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly name: "start" | "header" | "exif" | "tables" | "frame" | "scan" | "comment" | "other";
}

const NAMES: Record<number, Segment["name"]> = { 0xd8: "start", 0xe0: "header", 0xe1: "exif", 0xdb: "tables", 0xc4: "tables", 0xda: "scan", 0xfe: "comment" };

/** The parts of a file up to the compressed pixels, or nothing if it is no JPEG. */
export function segmentsOf(bytes: Uint8Array): Segment[] {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return [];
  const segments: Segment[] = [{ offset: 0, length: 2, name: "start" }];
  for (let offset = 2; offset + 4 <= bytes.length && bytes[offset] === 0xff; ) {
    const marker = bytes[offset + 1];
    const length = 2 + (bytes[offset + 2] << 8) + bytes[offset + 3];
    // C0 to CF are kinds of frames, but for the tables C4, C8 and CC.
    const name = NAMES[marker] ?? (marker >= 0xc0 && marker <= 0xcf ? "frame" : "other");
    segments.push({ offset, length, name });
    if (name === "scan") break;
    offset += length;
  }
  return segments;
}

/** The EXIF orientation, 1 (upright) to 8. */
export function orientationOf(bytes: Uint8Array): number {
  const entry = orientationIn(bytes);
  const orientation = entry ? entry.view.getUint16(entry.at, entry.little) : 1;
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/** The same file, said to stand upright: no browser leaves a photo as it is stored for the asking. */
export function upright(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const entry = orientationIn(copy);
  entry?.view.setUint16(entry.at, 1, entry.little);
  return copy;
}

const EXIF = 0x45786966; // "Exif"
const ORIENTATION = 0x0112;

/** Where a file says its orientation; nothing if it does not, or ends before. */
function orientationIn(bytes: Uint8Array): { view: DataView; at: number; little: boolean } | undefined {
  const exif = segmentsOf(bytes).find(({ name }) => name === "exif");
  if (!exif) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + exif.offset, Math.min(exif.length, bytes.length - exif.offset));
  const tiff = 10;
  try {
    if (view.getUint32(4) !== EXIF) return undefined;
    const little = view.getUint16(tiff) === 0x4949;
    const entries = tiff + view.getUint32(tiff + 4, little);
    for (let i = 0; i < view.getUint16(entries, little); i++) {
      const entry = entries + 2 + 12 * i;
      if (view.getUint16(entry, little) !== ORIENTATION) continue;
      view.getUint16(entry + 8); // it is all there
      return { view, at: entry + 8, little };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut off
  }
  return undefined;
}
