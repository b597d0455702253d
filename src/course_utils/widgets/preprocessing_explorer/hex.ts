/** The first bytes of a file, coloured by what they are. */
import { KEYS_STAY_HERE } from "../core/controls";
import { h } from "../core/dom";
import { segmentsOf, type Segment } from "./jpeg";
import { grouped } from "./table";
import { PICTURE, type Text, type View } from "./scene";

const [ROWS, COLUMNS] = [10, 8];

export function hexView(text: Text): View {
  const dump = h("pre", { tabindex: 0, "aria-label": text("hex"), ...KEYS_STAY_HERE });
  const legend = h("ul", { class: "cw-legend" });
  const rest = h("p", { class: "cw-note" });
  return {
    el: h("div", { class: "cw-hex" }, dump, legend, rest),
    show({ decoded: { bytes } }, level) {
      if (level < PICTURE) return;
      const segments = segmentsOf(bytes);
      const shown = bytes.subarray(0, ROWS * COLUMNS);
      dump.replaceChildren(...lines(shown, segments));
      const names = new Set(segments.filter(({ offset }) => offset < shown.length).map(({ name }) => name));
      legend.replaceChildren(...[...names].map((name) => h("li", { class: `cw-segment cw-segment-${name}` }, text(`segment_${name}`))));
      const scan = segments.find(({ name }) => name === "scan");
      rest.textContent = scan
        ? text("hex_rest", { head: grouped(scan.offset + scan.length), pixels: grouped(bytes.length - scan.offset - scan.length) })
        : text("no_jpeg", { count: grouped(bytes.length) });
    },
  };
}

/** Rows of bytes: where they stand, and each as two hexadecimal digits. */
function lines(bytes: Uint8Array, segments: readonly Segment[]): HTMLElement[] {
  const kindOf = (offset: number) => segments.find((segment) => offset >= segment.offset && offset < segment.offset + segment.length)?.name ?? "other";
  return Array.from({ length: Math.ceil(bytes.length / COLUMNS) }, (_, row) => {
    const cells = [...bytes.subarray(row * COLUMNS, (row + 1) * COLUMNS)].map((byte, i) =>
      h("span", { class: `cw-segment cw-segment-${kindOf(row * COLUMNS + i)}` }, byte.toString(16).toUpperCase().padStart(2, "0")),
    );
    return h("div", {}, h("span", { class: "cw-offset" }, (row * COLUMNS).toString(16).padStart(4, "0")), ...cells);
  });
}
