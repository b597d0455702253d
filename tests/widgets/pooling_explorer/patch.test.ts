import { describe, expect, it } from "vitest";
import { sceneOf } from "../../../src/course_utils/widgets/pooling_explorer/model";
import { cellOf, halfway, patchOf, spelled } from "../../../src/course_utils/widgets/pooling_explorer/patch";
import type { ExplorerModel, Traits } from "../../../src/course_utils/widgets/pooling_explorer/traits";

const THREE = [[1, 2, 3], [4, 9, 6], [7, 8, -5]].map((row) => row.map((number) => [number]));

function sceneWith(values: Partial<Traits>) {
  const traits: Traits = {
    inputs: THREE,
    pool_size: 2,
    strides: null,
    padding: "valid",
    channel: 0,
    position: 0,
    shift_rows: 0,
    shift_columns: 0,
    presets: { three: THREE },
    ...values,
  };
  return sceneOf({ get: (name: keyof Traits) => traits[name] } as unknown as ExplorerModel);
}

describe("patchOf", () => {
  it("finds the largest number and the middle of the window", () => {
    const patch = patchOf(sceneWith({ pool_size: 3 }));
    expect(patch.numbers).toEqual([1, 2, 3, 4, 9, 6, 7, 8, -5]);
    expect([cellOf(patch, patch.largest), cellOf(patch, patch.picked)]).toEqual([{ row: 1, column: 1 }, { row: 1, column: 1 }]);
  });

  it("leaves gaps where the window reaches into the padding", () => {
    const patch = patchOf(sceneWith({ padding: "same", position: 3 }));
    expect(patch.numbers).toEqual([-5, undefined, undefined, undefined]);
    expect([patch.largest, patch.picked]).toEqual([0, 0]);
    expect(patch.corner).toEqual({ row: 2, column: 2 });
  });

  it("sees the shifted map", () => {
    expect(patchOf(sceneWith({ shift_rows: 1, shift_columns: -1 })).numbers).toEqual([0, 0, 2, 3]);
  });
});

describe("the sum of a window", () => {
  it("is spelled out", () => {
    const patch = patchOf(sceneWith({}));
    expect(spelled("max", patch)).toBe("max(1, 2, 4, 9)");
    expect(spelled("average", patch)).toBe("(1 + 2 + 4 + 9) / 4");
    expect(spelled("strided", patch)).toBe("1, 2, 4, 9");
    expect([halfway("max", patch), halfway("average", patch)]).toEqual(["", "16 / 4"]);
  });

  it("divides by the cells inside the map alone", () => {
    const patch = patchOf(sceneWith({ padding: "same", position: 1 }));
    expect(halfway("average", patch)).toBe("9 / 2");
  });
});

describe("sceneOf", () => {
  it("keeps window and channel within what there is", () => {
    expect(sceneWith({ position: 40, channel: 3 })).toMatchObject({ position: 0, channel: 0, at: { row: 0, column: 0 } });
  });

  it("has no answers where no window fits", () => {
    expect(sceneWith({ pool_size: 4 })).toMatchObject({ windows: 0, answers: undefined, at: { row: 0, column: 0 } });
  });

  it("tells the map of a name from one that was edited", () => {
    expect(sceneWith({}).preset).toBe("three");
    expect(sceneWith({ inputs: [[[1], [2]], [[3], [4]]] }).preset).toBe("own");
  });
});
