import { describe, expect, it } from "vitest";
import { diverging } from "../../../src/course_utils/widgets/core/colors";
import { paintMap, paintPicture } from "../../../src/course_utils/widgets/core/paint";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";

/** A canvas that keeps what was put on it. */
function canvas() {
  let painted = new Uint8ClampedArray();
  const context = {
    createImageData: (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: ({ data }: ImageData) => void (painted = new Uint8ClampedArray(data)),
  };
  const el = { width: 300, height: 150, getContext: () => context } as unknown as HTMLCanvasElement;
  return { el, pixels: () => [...new Uint32Array(painted.buffer)], bytes: () => [...painted] };
}

const every = Array.from({ length: 256 }, (_, value) => value / 255);

describe("paintPicture", () => {
  it("gives back every one of the 256 brightnesses", () => {
    const { el, bytes } = canvas();
    paintPicture(el, tensor([16, 16, 1], every));
    expect(bytes().filter((_, i) => i % 4 === 0)).toEqual(Array.from(every.keys()));
    expect([el.width, el.height]).toEqual([16, 16]);
  });

  it("shows colours, or one channel in gray", () => {
    const picture = tensor([1, 1, 3], [1, 0, 0.4]);
    const { el, bytes } = canvas();
    paintPicture(el, picture);
    expect(bytes()).toEqual([255, 0, 102, 255]);
    paintPicture(el, picture, 2);
    expect(bytes()).toEqual([102, 102, 102, 255]);
  });
});

describe("paintMap", () => {
  const colors = diverging("light", "output");

  it("shows one channel, zero as paper, the limit and beyond in full colour", () => {
    const map = tensor([1, 4, 2], [-2, 9, -1, 9, 0, 9, 5, 9]);
    const { el, pixels } = canvas();
    paintMap(el, map, 0, 2, "light", "output");
    expect(pixels()).toEqual([colors[0], colors[255 - 127], colors[255], colors[510]]);
  });

  it("is paper where there is nothing to show", () => {
    const { el, pixels } = canvas();
    paintMap(el, tensor([2, 2, 1]), 0, 0, "light", "output");
    expect(pixels()).toEqual(Array(4).fill(colors[255]));
  });
});
