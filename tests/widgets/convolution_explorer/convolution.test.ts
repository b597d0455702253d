import { describe, expect, it } from "vitest";
import {
  patchAt,
  respond,
  weightsOf,
  windowOver,
  type Settings,
} from "../../../src/course_utils/widgets/convolution_explorer/convolution";
import { build } from "../../../src/course_utils/widgets/convolution_explorer/kernel";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";

const [HEIGHT, WIDTH] = [16, 19];
const wave = (i: number) => Math.sin(12.9898 * i) * 0.5 + 0.5;
const image = tensor([HEIGHT, WIDTH, 3], Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => wave(i)));

function settings(size: number, sliding: Partial<Settings>): Settings {
  const kernel = build({ size, channels: 3, filters: 2 }, (r, c, channel, f) => wave(100 * r + 10 * c + channel) - f * 0.7);
  return { kernel, bias: [0.25, -1], activation: "linear", strides: 1, padding: "valid", dilation_rate: 1, ...sliding };
}

const CASES = [1, 3, 5].flatMap((size) =>
  (["valid", "same"] as const).flatMap((padding) =>
    [[1, 1], [2, 1], [3, 1], [4, 1], [1, 2], [1, 3]].map(([strides, dilation_rate]) => settings(size, { padding, strides, dilation_rate })),
  ),
);
const name = ({ kernel, padding, strides, dilation_rate }: Settings) => `${kernel.length} ${padding} ${strides} ${dilation_rate}`;

/** Every position of the output. */
function positions(height: number, width: number) {
  return Array.from({ length: height * width }, (_, i) => ({ row: Math.floor(i / width), column: i % width }));
}

describe("respond", () => {
  it("adds each filter's bias and cuts below zero only if asked to", () => {
    const linear = respond(image, settings(3, {}));
    const relu = respond(image, settings(3, { activation: "relu" }));
    expect(Math.min(...linear.data)).toBeLessThan(0);
    expect(relu.data).toEqual(linear.data.map((value) => Math.max(value, 0)));
    expect(relu.shape).toEqual(linear.shape);
  });

  it("writes over maps of the same size, and over no others", () => {
    const first = respond(image, settings(3, { activation: "relu" }));
    const second = respond(image, settings(3, {}), first);
    expect(second.data).toBe(first.data);
    expect(second).toEqual(respond(image, settings(3, {})));
    const smaller = respond(image, settings(5, {}), second);
    expect(smaller.data).not.toBe(second.data);
    expect(smaller).toEqual(respond(image, settings(5, {})));
  });
});

describe.each(CASES.map((each) => [name(each), each] as const))("a window: %s", (_, each) => {
  const outputs = respond(image, each);
  const [height, width, filters] = outputs.shape;
  const windows = positions(height, width).map((at) => ({ at, ...patchAt(image, each, at) }));

  it("holds the numbers whose products add up to the answer", () => {
    const sums = windows.flatMap(({ pixels }) =>
      each.bias.map((bias, filter) => {
        const weights = weightsOf(each, filter);
        return pixels.reduce((sum, cells, ch) => cells.reduce((total, pixel, cell) => total + pixel * weights[ch][cell], sum), bias);
      }),
    );
    expect(sums).toHaveLength(height * width * filters);
    expect(Math.max(...sums.map((sum, i) => Math.abs(sum - outputs.data[i])))).toBeLessThan(1e-4);
  });

  it("says which of its cells lie inside the image, and has zeros outside", () => {
    const wrong = windows.flatMap(({ cells, inside, pixels }) =>
      cells.filter(({ row, column }, i) => {
        const within = row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH;
        return inside[i] !== within || pixels[1][i] !== (within ? image.data[(row * WIDTH + column) * 3 + 1] : 0);
      }),
    );
    expect(wrong).toEqual([]);
    if (each.padding === "valid") expect(windows.every(({ inside }) => inside.every(Boolean))).toBe(true);
  });

  it("is found again from the pixel in its middle", () => {
    const found = windows.map(({ cells }) => windowOver(image, each, cells[(cells.length - 1) / 2]));
    expect(found).toEqual(windows.map(({ at }) => at));
  });
});
