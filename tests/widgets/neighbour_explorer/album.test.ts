import { describe, expect, it } from "vitest";
import { destination } from "../../../src/course_utils/widgets/neighbour_explorer/album";

// 23 pictures in rows of 5: the last row has 3.
const from = (at: number) => (key: string) => destination(key, at, 23, 5);

describe("destination", () => {
  it("walks to the neighbours of a place", () => {
    expect(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map(from(7))).toEqual([6, 8, 2, 12]);
  });

  it("goes on at the next line, and stays at the ends", () => {
    expect(from(4)("ArrowRight")).toBe(5);
    expect(from(0)("ArrowLeft")).toBe(0);
    expect(from(22)("ArrowRight")).toBe(22);
    expect(from(3)("ArrowUp")).toBe(3);
    expect(from(19)("ArrowDown")).toBe(19);
  });

  it("leaps to the ends, and over as many lines as there are", () => {
    expect(["Home", "End"].map(from(7))).toEqual([0, 22]);
    expect(from(7)("PageUp")).toBe(2);
    expect(from(1)("PageDown")).toBe(21);
    expect(from(4)("PageDown")).toBe(19);
    expect(from(22)("PageDown")).toBe(22);
  });

  it("leaves all other keys to the page", () => {
    expect(["Tab", "Enter", "a", "F5"].map(from(7))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
