import { describe, expect, it } from "vitest";
import { contour, drawing, inkOf, OBJECTS } from "../../../src/course_utils/widgets/translation_explorer/objects";
import { drawObject, emptyPicture, isCut, reach, SIDE, wholly, within } from "../../../src/course_utils/widgets/translation_explorer/picture";

const ink = inkOf([[1, 0.5], [0, 1], [1, 1]]);

/** The pixels of a picture that differ from its background. */
function drawn(row: number, column: number, background = 0) {
  const picture = emptyPicture(0.9);
  drawObject(picture, ink, { row, column }, background);
  const pixels: [number, number, number][] = [];
  picture.data.forEach((value, i) => {
    if (value !== Math.fround(background)) pixels.push([Math.floor(i / SIDE), i % SIDE, Math.round(1000 * value) / 1000]);
  });
  return pixels;
}

describe("drawObject", () => {
  it("draws over whatever the picture held", () => {
    expect(drawn(4, 7)).toEqual([[4, 7, 1], [4, 8, 0.5], [5, 8, 1], [6, 7, 1], [6, 8, 1]]);
  });

  it("lets the background shine through thin ink", () => {
    expect(drawn(0, 0, 0.4)).toEqual([[0, 0, 1], [0, 1, 0.7], [1, 1, 1], [2, 0, 1], [2, 1, 1]]);
  });

  it("cuts at each border and lets nothing in on the other side", () => {
    expect(drawn(-2, 3)).toEqual([[0, 3, 1], [0, 4, 1]]);
    expect(drawn(SIDE - 1, 3)).toEqual([[SIDE - 1, 3, 1], [SIDE - 1, 4, 0.5]]);
    expect(drawn(3, -1)).toEqual([[3, 0, 0.5], [4, 0, 1], [5, 0, 1]]);
    expect(drawn(3, SIDE - 1)).toEqual([[3, SIDE - 1, 1], [5, SIDE - 1, 1]]);
  });
});

describe("places", () => {
  it.each([[3, -1, 30], [10, -5, 27], [16, -8, 24]])("keep the centre of %i pixels inside", (length, low, high) => {
    expect(reach(length)).toEqual([low, high]);
  });

  it("are moved to the nearest that is allowed", () => {
    const seven = drawing("seven");
    expect(within({ row: -40, column: 3 }, seven)).toEqual({ row: -5, column: 3 });
    expect(within({ row: 27, column: 28 }, seven)).toEqual({ row: 27, column: 27 });
    expect(wholly({ row: -1, column: 27 }, seven)).toEqual({ row: 0, column: 22 });
  });

  it("cut an object only where there is ink", () => {
    const margin = inkOf([[0, 0, 0], [0, 1, 0], [0, 0, 0]]);
    expect(isCut(margin, { row: -1, column: 10 })).toBe(false);
    expect(isCut(margin, { row: -2, column: 10 })).toBe(true);
    expect(isCut(margin, { row: 10, column: SIDE - 2 })).toBe(false);
    expect(isCut(margin, { row: 10, column: SIDE - 1 })).toBe(true);
  });
});

describe("objects", () => {
  it.each(OBJECTS)("%s fills its box and has no size of its own", (name) => {
    const { shape, data } = drawing(name);
    expect(shape).toEqual([10, 10, 1]);
    const rows = Array.from({ length: 10 }, (_, row) => [...data.slice(10 * row, 10 * row + 10)]);
    for (const edge of [rows[0], rows[9], rows.map((row) => row[0]), rows.map((row) => row[9])]) expect(Math.max(...edge)).toBe(1);
  });

  it("have a contour of one stroke a side of ink", () => {
    expect(contour(inkOf([[1]])).match(/M/g)).toHaveLength(4);
    expect(contour(inkOf([[1, 1]])).match(/M/g)).toHaveLength(6);
    expect(contour(inkOf([[1, 0], [0, 1]])).split("M").filter(Boolean).toSorted()).toEqual(
      ["0 0h1", "0 0v1", "0 1h1", "1 0v1", "1 1h1", "1 1v1", "1 2h1", "2 1v1"].toSorted(),
    );
  });
});
