import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { changeOf, channelOf, pool, shifted } from "../../../src/course_utils/widgets/pooling_explorer/pooling";

const numbers = Array.from({ length: 24 }, (_, i) => i + 1);

describe("pool", () => {
  it("keeps the largest, the mean, or the middle of each window, channel by channel", () => {
    const map = tensor([2, 4, 2], [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8]);
    const { max, average, strided } = pool(map, { pool_size: 2, strides: 2, padding: "valid" });
    expect([...max.data]).toEqual([6, -1, 8, -3]);
    expect([...average.data]).toEqual([3.5, -3.5, 5.5, -5.5]);
    expect([...strided.data]).toEqual([1, -1, 3, -3]);
  });

  it("leaves padding out of the mean, and lets it win no maximum", () => {
    const map = tensor([1, 3, 1], [-4, -2, -3]);
    const { max, average } = pool(map, { pool_size: 2, strides: 2, padding: "same" });
    expect([...max.data]).toEqual([-2, -3]);
    expect([...average.data]).toEqual([-3, -3]);
  });
});

describe("shifted", () => {
  const map = tensor([3, 4, 2], numbers);
  const at = (row: number, column: number, channel: number) => (row < 0 || row > 2 || column < 0 || column > 3 ? 0 : numbers[(row * 4 + column) * 2 + channel]);

  it("moves every number, and fills with zeros", () => {
    for (let rows = -3; rows <= 3; rows++)
      for (let columns = -3; columns <= 3; columns++) {
        const expected = numbers.map((_, i) => at(Math.floor(i / 8) - rows, (Math.floor(i / 2) % 4) - columns, i % 2));
        expect([...shifted(map, rows, columns).data], `${rows}, ${columns}`).toEqual(expected);
      }
  });

  it("may move all of it out of sight", () => {
    expect([...shifted(tensor([2, 2, 1], [1, 2, 3, 4]), 0, 3).data]).toEqual([0, 0, 0, 0]);
    expect([...shifted(tensor([2, 2, 1], [1, 2, 3, 4]), -3, 1).data]).toEqual([0, 0, 0, 0]);
  });
});

describe("channelOf", () => {
  it("takes every other number", () => {
    expect([...channelOf(tensor([1, 3, 2], [1, 2, 3, 4, 5, 6]), 1)]).toEqual([2, 4, 6]);
  });
});

describe("changeOf", () => {
  it("counts the cells that changed, and averages over all", () => {
    const change = changeOf(Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 0, 3, 5));
    expect(change).toEqual({ cells: [false, true, false, true], count: 2, mean: 0.75 });
  });

  it("takes a difference in the last digit for none", () => {
    expect(changeOf(Float32Array.of(1 / 3), Float32Array.of(1 / 3 + 1e-7)).count).toBe(0);
  });
});
