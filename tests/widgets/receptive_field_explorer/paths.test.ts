import { describe, expect, it } from "vitest";
import { lookingAt, placeOf, seer, tiersOver, within } from "../../../src/course_utils/widgets/receptive_field_explorer/model";
import { halfSize, pathfinder, spanOf } from "../../../src/course_utils/widgets/receptive_field_explorer/paths";
import { CONV, POOL, PRESETS } from "../../../src/course_utils/widgets/receptive_field_explorer/presets";
import { tiersOf, type Layer } from "../../../src/course_utils/widgets/receptive_field_explorer/stack";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";

const pathsTo = (layers: readonly Layer[], cells: number, unit: number) =>
  Array.from(pathfinder()(tiersOf(layers, cells), layers.length - 1, unit)[0].subarray(0, cells));

describe("pathfinder", () => {
  it("counts as a binomial does where windows of two follow each other", () => {
    expect(pathsTo(Array(3).fill({ ...CONV, kernel_size: 2 }), 6, 1)).toEqual([0, 1, 3, 3, 1, 0]);
  });

  it("gives one path alone to all cells of a pooling window, in the padding to none", () => {
    expect(pathsTo([POOL], 4, 1)).toEqual([0, 0, 0.5, 0.5]);
    expect(pathsTo([{ ...POOL, padding: "same" }], 5, 2)).toEqual([0, 0, 0, 0, 1]);
  });

  it("loses the paths that end in padding", () => {
    expect(pathsTo([{ ...CONV, padding: "same" }], 4, 0)).toEqual([1, 1, 0, 0]);
  });

  it("counts each level, and forgets what it counted before", () => {
    const find = pathfinder();
    const tiers = tiersOf([CONV, CONV], 8);
    find(tiers, 1, 3);
    const levels = find(tiers, 0, 5);
    expect(Array.from(levels[0].subarray(0, 8))).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    expect(levels[2].every((count) => count === 0)).toBe(true);
  });
});

describe("spanOf", () => {
  it("tells the first and last cell from those that are really seen", () => {
    const paths = Float64Array.from(pathsTo([{ ...CONV, dilation_rate: 3 }], 10, 1));
    expect(spanOf(paths, 10)).toEqual({ first: 1, last: 7, touched: 3 });
    expect(spanOf(new Float64Array(4), 4)).toBeUndefined();
  });
});

describe("halfSize", () => {
  it("is the smallest square that holds half", () => {
    expect(halfSize(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1, 1, 1))).toBe(3);
    expect(halfSize(Float64Array.of(0, 8, 1), Float64Array.of(1, 8, 0))).toBe(1);
    expect(halfSize(new Float64Array(3), new Float64Array(3))).toBe(0);
  });
});

describe("a unit", () => {
  const picture = tensor([64, 48, 1]);
  const tiers = tiersOver(PRESETS.convnet, picture);

  it("sees rows and columns of its own", () => {
    const { span } = seer()(tiers, { layer: 4, row: 0, column: 7 });
    expect(span).toEqual({ rows: { first: 0, last: 17, touched: 18 }, columns: { first: 28, last: 45, touched: 18 } });
  });

  it("stays within its layer", () => {
    expect(within(tiers, { layer: 9, row: 99, column: -1 })).toEqual({ layer: 4, row: 11, column: 0 });
    expect(within(tiersOver([{ ...CONV, kernel_size: 7, dilation_rate: 8 }], tensor([16, 16, 1])), { layer: 0, row: 0, column: 0 })).toBeUndefined();
  });

  it("of another layer looks at the same place", () => {
    const { y, x } = placeOf(tiers, { layer: 4, row: 6, column: 3 });
    expect([y, x]).toEqual([33, 21]);
    const unit = lookingAt(tiers, 0, y, x)!;
    const there = placeOf(tiers, unit);
    expect(Math.abs(there.y - y)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(there.x - x)).toBeLessThanOrEqual(0.5);
  });

  it("lies in no layer that fits one side of the picture alone", () => {
    expect(tiersOver([{ ...CONV, kernel_size: 7, dilation_rate: 8 }], tensor([64, 40, 1])).rows).toHaveLength(0);
  });
});
