import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { centred, stroke } from "../../../src/course_utils/widgets/feature_map_explorer/brush";

const blank = (channels = 1) => tensor([28, 28, channels]);
const sum = (data: Float32Array) => data.reduce((total, value) => total + value, 0);

describe("stroke", () => {
  it("leaves full ink along the line, gray at its rim, paper around", () => {
    const picture = blank();
    stroke(picture, { x: 5, y: 14.5 }, { x: 20, y: 14.5 }, 2, 1);
    const column = Array.from({ length: 28 }, (_, row) => picture.data[row * 28 + 12]);
    expect(column.slice(11, 18)).toEqual([0, 0, 0.5, 1, 0.5, 0, 0]);
    expect(sum(Float32Array.from(column))).toBe(2); // as wide as it was said to be
  });

  it("never makes ink paler, and an eraser never makes it darker", () => {
    const picture = blank();
    stroke(picture, { x: 5, y: 5 }, { x: 20, y: 22 }, 4, 1);
    const before = picture.data.slice();
    stroke(picture, { x: 20, y: 5 }, { x: 5, y: 22 }, 2.5, 1);
    expect(picture.data.every((value, i) => value >= before[i] && value <= 1)).toBe(true);
    const drawn = picture.data.slice();
    stroke(picture, { x: 12, y: 0 }, { x: 12, y: 28 }, 3, 0);
    expect(picture.data.every((value, i) => value <= drawn[i] && value >= 0)).toBe(true);
    expect(picture.data[14 * 28 + 12]).toBe(0);
  });

  it("stops at the border", () => {
    const picture = blank();
    stroke(picture, { x: -10, y: -10 }, { x: 40, y: 40 }, 3, 1);
    expect(picture.data.length).toBe(784);
    expect(picture.data[0]).toBe(1);
    expect(picture.data[783]).toBe(1);
    stroke(picture, { x: -50, y: -50 }, { x: -40, y: -40 }, 3, 1); // and beyond it nothing happens
    expect(picture.data[27]).toBe(0);
  });

  it("draws in every channel", () => {
    const picture = blank(3);
    stroke(picture, { x: 14.5, y: 14.5 }, { x: 14.5, y: 14.5 }, 1, 1);
    expect([...picture.data.subarray((14 * 28 + 14) * 3, (14 * 28 + 14) * 3 + 3)]).toEqual([1, 1, 1]);
  });
});

describe("centred", () => {
  const box = ({ data }: { data: Float32Array }) => {
    const rows = Array.from({ length: 28 }, (_, row) => row).filter((row) => Math.max(...data.subarray(row * 28, row * 28 + 28)) > 0.3);
    return [rows[0], rows[rows.length - 1]];
  };
  const mass = ({ data }: { data: Float32Array }) => {
    let [x, y] = [0, 0];
    data.forEach((ink, i) => {
      x += ink * ((i % 28) + 0.5);
      y += ink * (Math.floor(i / 28) + 0.5);
    });
    return { x: x / sum(data), y: y / sum(data) };
  };

  it.each([
    ["small in a corner", { x: 3, y: 3 }, { x: 7, y: 10 }],
    ["over the whole picture", { x: 2, y: 2 }, { x: 24, y: 26 }],
  ])("brings what was drawn %s to MNIST's size and its mass to the middle", (_, from, to) => {
    const picture = blank();
    stroke(picture, from, to, 2.5, 1);
    const result = centred(picture);
    const [top, bottom] = box(result);
    expect(bottom - top + 1).toBeGreaterThanOrEqual(18);
    expect(bottom - top + 1).toBeLessThanOrEqual(21);
    expect(mass(result).x).toBeCloseTo(14, 1);
    expect(mass(result).y).toBeCloseTo(14, 1);
  });

  it("keeps a blank picture blank", () => {
    expect(sum(centred(blank()).data)).toBe(0);
  });
});
