/** The feature map with its padding, the current window on it, and a field for the number of one cell. */
import { h } from "../core/dom";
import { trimmed } from "../core/numbers";
import { steering, type Cell } from "../core/steering";
import { cellField } from "./field";
import { paddedSize } from "./geometry";
import { cellAt, numberGrid, place, type Look } from "./grid";
import { cellOf, patchOf } from "./patch";
import { SETTINGS, type Actions, type Scene, type Text, type View } from "./scene";

const mark = (name: string) => h("div", { class: `cw-mark-over ${name}`, "aria-hidden": "true" });

export function inputView(text: Text, actions: Actions): View {
  let scene: Scene;
  let cursor: Cell = { row: 0, column: 0 };
  const [frame, ring, pick, caret] = ["cw-frame", "cw-ring", "cw-pick", "cw-caret"].map(mark);
  const size = h("span", { class: "cw-size" });
  const legend = h("ul", { class: "cw-legend" });
  const inMap = ({ row, column }: Cell): Cell => ({ row: row - scene.rows.before, column: column - scene.columns.before });
  const grid = numberGrid(
    {
      "aria-label": text("input_grid"),
      "aria-multiselectable": "true",
      ...steering(
        () => ({ height: paddedSize(scene.rows), width: paddedSize(scene.columns) }),
        (cell) => actions.moveOver(inMap(cell)),
        (rows, columns) => goTo({ row: cursor.row + rows, column: cursor.column + columns }),
      ),
      onclick: (event: Event) => {
        const cell = cellAt(event);
        if (cell) goTo(inMap(cell));
      },
    },
    [ring, pick, frame, caret],
  );
  const field = cellField(text, (value) => actions.edit(cursor, value), () => grid.el.focus());
  grid.el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[-.\d]$/.test(event.key)) field.take(); // the key itself goes into the field
    else if (event.key === "Delete" || event.key === "Backspace") field.clear();
  });
  const el = h(
    "figure",
    { class: "cw-figure cw-figure-input" },
    h("figcaption", {}, text("input"), size),
    grid.el,
    legend,
    field.el,
  );

  function goTo({ row, column }: Cell): void {
    cursor = { row: within(row, scene.rows.size), column: within(column, scene.columns.size) };
    actions.moveOver(cursor);
    showCursor();
  }
  function showCursor(): void {
    cursor = { row: within(cursor.row, scene.rows.size), column: within(cursor.column, scene.columns.size) };
    const padded = { row: cursor.row + scene.rows.before, column: cursor.column + scene.columns.before };
    place(caret, { ...padded, size: 1 });
    grid.select(padded, (row, column) => inWindow(scene, inMap({ row, column })));
    field.show(scene, cursor);
  }
  function showWindow(): void {
    const patch = scene.answers && patchOf(scene);
    const area = (cell: Cell, size = 1) => ({ row: cell.row + scene.rows.before, column: cell.column + scene.columns.before, size });
    place(frame, patch && area(patch.corner, patch.size));
    place(ring, patch && area(cellOf(patch, patch.largest)));
    place(pick, patch && area(cellOf(patch, patch.picked)));
    // While the reader works here, the cell to edit stays; otherwise it goes along with the window.
    if (patch && !el.contains(document.activeElement) && !inWindow(scene, cursor)) cursor = cellOf(patch, patch.largest);
  }

  return {
    el,
    show(now, level) {
      scene = now;
      if (level >= SETTINGS) {
        const look = lookOf(now, text);
        grid.fill(paddedSize(now.rows), paddedSize(now.columns), (row, column) => look(inMap({ row, column })));
        size.textContent = `${now.shape.join(" × ")}, ${text("in_channel", { channel: now.channel })}`;
        el.style.setProperty("--columns", String(paddedSize(now.columns)));
        el.style.setProperty("--digits", String(Math.max(...Array.from(now.numbers, (number) => trimmed(number).length))));
        legend.replaceChildren(...marksOn(now).map(([name, label]) => h("li", {}, h("span", { class: name, "aria-hidden": "true" }), text(label))));
      }
      showWindow();
      showCursor();
    },
  };
}

/** How each cell looks, counted from the first cell of the map; padding lies outside. */
function lookOf({ numbers, rows, columns, limit, answers }: Scene, text: Text): (cell: Cell) => Look {
  return ({ row, column }) => {
    if (row < 0 || row >= rows.size || column < 0 || column >= columns.size) {
      return { text: "", class: "cw-padding", tint: 0, label: text("padding_cell") };
    }
    const value = numbers[row * columns.size + column];
    const number = trimmed(value);
    if (answers && (rows.unused[row] || columns.unused[column])) {
      return { text: number, class: "cw-unused", tint: 0, label: text("unused_cell", { number }) };
    }
    return { text: number, class: value < 0 ? "cw-below" : value === 0 ? "cw-zero" : "", tint: limit > 0 ? Math.abs(value) / limit : 0 };
  };
}

/** The marks that need a word, each by its class. */
function marksOn({ answers, rows, columns }: Scene): [name: string, label: Parameters<Text>[0]][] {
  const marks: [boolean, string, Parameters<Text>[0]][] = [
    [!!answers, "cw-key cw-ring", "largest"],
    [!!answers, "cw-key cw-pick", "picked"],
    [rows.before + rows.after + columns.before + columns.after > 0, "cw-key cw-padding", "padding_cells"],
    [!!answers && [...rows.unused, ...columns.unused].some(Boolean), "cw-key cw-unused", "unused"],
  ];
  return marks.filter(([shown]) => shown).map(([, name, label]) => [name, label]);
}

function inWindow({ rows, columns, at, answers }: Scene, { row, column }: Cell): boolean {
  if (!answers) return false;
  const [top, left] = [rows.starts[at.row], columns.starts[at.column]];
  return row >= top && row < top + rows.pool_size && column >= left && column < left + columns.pool_size;
}

function within(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
