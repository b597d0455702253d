import { describe, expect, it } from "vitest";
import { galleryOf } from "../../../src/course_utils/widgets/neighbour_explorer/gallery";
import { neighbours } from "../../../src/course_utils/widgets/neighbour_explorer/neighbours";
import type { Bytes } from "../../../src/course_utils/widgets/neighbour_explorer/traits";

/** As a kernel sends them: a part of a larger message. */
const fromKernel = (...bytes: number[]): Bytes => new DataView(Uint8Array.from([9, 9, ...bytes, 9]).buffer, 2, bytes.length);
/** As a page stores them. */
const stored = (...bytes: number[]): Bytes => btoa(String.fromCharCode(...bytes));

const gallery = (bytes: (...bytes: number[]) => Bytes) =>
  galleryOf({
    sprite: bytes(255, 216, 255),
    tile: "32 64",
    columns: 12,
    labels: bytes(1, 0, 1),
    class_names: ["cat", "dog"],
    brightness: bytes(10, 200, 250),
    features: { order: bytes(2, 1, 0, 2, 0, 1), scores: bytes(200, 100, 100, 60, 200, 60) },
    pixels: { order: bytes(1, 2, 2, 0, 1, 0), scores: bytes(7, 8, 9, 7, 9, 8) },
  });

describe("galleryOf", () => {
  it("reads the same from a kernel and from a page", () => {
    expect(gallery(fromKernel)).toEqual(gallery(stored));
  });

  it("numbers the pictures of each class from 1", () => {
    expect(gallery(stored)).toMatchObject({ count: 3, most: 2, tile: [32, 64], numbers: [1, 1, 2] });
  });

  it("holds a row of neighbours for each picture", () => {
    expect(neighbours(gallery(fromKernel), "features", 0, 2)).toEqual([
      { index: 2, same: true, score: 1 },
      { index: 1, same: false, score: 0 },
    ]);
    expect(neighbours(gallery(fromKernel), "pixels", 2, 1)).toEqual([{ index: 1, same: false, score: 9 }]);
  });
});
