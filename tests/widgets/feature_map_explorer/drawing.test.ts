import { describe, expect, it } from "vitest";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";
import { drawing } from "../../../src/course_utils/widgets/feature_map_explorer/drawing";

const example = tensor([2, 2, 1], [0, 1, 0, 1]);

describe("drawing", () => {
  it("changes a copy, and goes back step by step", () => {
    const sheet = drawing(example);
    sheet.begin();
    sheet.picture.data[0] = 0.5;
    sheet.begin();
    sheet.replace([0, 0, 0, 0]);
    expect([...example.data]).toEqual([0, 1, 0, 1]);
    expect(sheet.untouched).toBe(false);
    sheet.undo();
    expect([...sheet.picture.data]).toEqual([0.5, 1, 0, 1]);
    sheet.undo();
    expect([...sheet.picture.data]).toEqual([0, 1, 0, 1]);
    expect(sheet.untouched).toBe(true);
    sheet.undo();
    expect([...sheet.picture.data]).toEqual([0, 1, 0, 1]);
  });

  it("stays drawn on where the way back is longer than is kept", () => {
    const sheet = drawing(example);
    for (let i = 0; i < 70; i++) sheet.begin();
    for (let i = 0; i < 70; i++) sheet.undo();
    expect(sheet.undoable).toBe(false);
    expect(sheet.untouched).toBe(false);
  });

  it("begins anew with another picture", () => {
    const sheet = drawing(example);
    sheet.begin();
    sheet.reset(tensor([1, 1, 1], [0.25]));
    expect(sheet.picture.shape).toEqual([1, 1, 1]);
    expect(sheet.undoable).toBe(false);
  });
});
