/** What a question shows before it asks: somebody's words, code, tables of numbers. */
import { h } from "../core/dom";
import { compact } from "../core/numbers";
import { rich } from "./markup";
import type { Grid, Question } from "./questions";

export function exhibits({ quote, code, grids }: Question): HTMLElement[] {
  return [
    ...(quote ? [h("blockquote", { class: "cw-quote" }, rich(quote))] : []),
    ...(code ? [h("pre", { class: "cw-code" }, h("code", {}, code))] : []),
    ...(grids ? [h("div", { class: "cw-tables" }, ...grids.map(table))] : []),
  ];
}

function table({ role, label, rows }: Grid): HTMLElement {
  const largest = largestOf(rows);
  const cells = (row: readonly number[]) => row.map((value) => h("td", { style: shade(value, largest) }, compact(value)));
  return h(
    "figure",
    { class: `cw-table cw-table-${role}` },
    h("figcaption", {}, label),
    h("table", {}, h("tbody", {}, ...rows.map((row) => h("tr", {}, ...cells(row))))),
  );
}

/** A response map beside a choice; the choice's text says the same in words. */
export function smallGrid(rows: Grid["rows"]): HTMLElement {
  const largest = largestOf(rows);
  return h(
    "span",
    { class: "cw-small-grid cw-table-output", "aria-hidden": "true", style: `--columns: ${rows[0].length}` },
    ...rows.flat().map((value) => h("span", { style: shade(value, largest) }, compact(value))),
  );
}

function largestOf(rows: Grid["rows"]): number {
  return Math.max(...rows.flat().map(Math.abs), 1);
}

/** The style sheet mixes the colour, so that it follows the theme. */
function shade(value: number, largest: number): string {
  const color = value < 0 ? "; --color: var(--cw-negative)" : "";
  return `--weight: ${((30 * Math.abs(value)) / largest).toFixed(1)}%${color}`;
}
