import { describe, expect, it } from "vitest";
import {
  averagePool2d,
  conv2d,
  convOutputSize,
  maxPool2d,
  samePadding,
  type ConvOptions,
  type Padding,
  type PoolOptions,
} from "../../../src/course_utils/widgets/core/ops";
import { tensor } from "../../../src/course_utils/widgets/core/tensor";

const counting = (height: number, width: number, channels = 1) =>
  tensor(
    [height, width, channels],
    Array.from({ length: height * width * channels }, (_, i) => i + 1),
  );
const ones = (...shape: number[]) => tensor(shape, new Float32Array(shape.reduce((a, b) => a * b)).fill(1));
const numbers = ({ data }: { data: Float32Array }) => Array.from(data);

describe("tensor", () => {
  it("is zeros where no data is given", () => {
    expect(tensor([2, 1, 3])).toEqual({ shape: [2, 1, 3], data: new Float32Array(6) });
  });

  it("uses a Float32Array as it is and copies any other list", () => {
    const floats = new Float32Array(4);
    const list = [1, 2, 3, 4];
    expect(tensor([2, 2], floats).data).toBe(floats);
    expect(tensor([2, 2], list).data).toEqual(Float32Array.from(list));
  });

  it("refuses sizes that are no sizes and data that does not fill the shape", () => {
    expect(() => tensor([2, 0])).toThrow(/at least 1. Received: shape=\[2,0\]/);
    expect(() => tensor([2, 1.5])).toThrow(RangeError);
    expect(() => tensor([2, 2], [1, 2, 3])).toThrow("shape [2,2] needs 4 numbers. Received: 3 numbers");
  });
});

describe("conv2d", () => {
  it("multiplies each window with the kernel, unflipped, and sums", () => {
    const kernel = tensor([2, 2, 1, 1], [1, 0, 0, -10]);
    // 1 2 3 | 4 5 6 | 7 8 9: top left minus ten times bottom right
    expect(conv2d(counting(3, 3), kernel)).toEqual(tensor([2, 2, 1], [1 - 50, 2 - 60, 4 - 80, 5 - 90]));
  });

  it("sums over all channels", () => {
    const inputs = tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]);
    const kernel = tensor([1, 1, 3, 1], [1, 10, 100]);
    expect(numbers(conv2d(inputs, kernel))).toEqual([321, 654]);
  });

  it("makes one response map a filter, however many there are", () => {
    for (const filters of [1, 2, 3, 4, 5, 8, 9]) {
      const weights = Array.from({ length: filters }, (_, filter) => filter + 1);
      const maps = conv2d(tensor([1, 2, 1], [1, 10]), tensor([1, 1, 1, filters], weights));
      expect(maps.shape).toEqual([1, 2, filters]);
      expect(numbers(maps)).toEqual([...weights, ...weights.map((weight) => 10 * weight)]);
    }
  });

  it("surrounds the image with zeros for same", () => {
    const sums = conv2d(counting(2, 3), ones(3, 3, 1, 1), { padding: "same" });
    expect(sums.shape).toEqual([2, 3, 1]);
    expect(numbers(sums)).toEqual([12, 21, 16, 12, 21, 16]);
  });

  it("puts an odd row and column of zeros at the bottom and right", () => {
    const sums = conv2d(counting(2, 2), ones(2, 2, 1, 1), { padding: "same" });
    expect(numbers(sums)).toEqual([10, 6, 7, 4]);
  });

  it("steps by strides and leaves what does not fill a window", () => {
    const topLeft = ones(1, 1, 1, 1);
    expect(numbers(conv2d(counting(4, 4), topLeft, { strides: 2 }))).toEqual([1, 3, 9, 11]);
    expect(numbers(conv2d(counting(4, 4), topLeft, { strides: 3 }))).toEqual([1, 4, 13, 16]);
    expect(numbers(conv2d(counting(4, 4), ones(2, 2, 1, 1), { strides: 3 }))).toEqual([1 + 2 + 5 + 6]);
  });

  it("spreads the kernel by dilation_rate", () => {
    const corners = conv2d(counting(3, 4), ones(2, 2, 1, 1), { dilation_rate: 2 });
    expect(corners).toEqual(tensor([1, 2, 1], [1 + 3 + 9 + 11, 2 + 4 + 10 + 12]));
  });

  it("adds a bias to each filter", () => {
    const maps = conv2d(ones(1, 2, 1), ones(1, 1, 1, 2), { bias: [0.5, -2] });
    expect(numbers(maps)).toEqual([1.5, -1, 1.5, -1]);
  });

  it("writes into a given array, over what was there", () => {
    const into = new Float32Array(4).fill(99);
    const outputs = conv2d(counting(2, 2), ones(1, 1, 1, 1), { into });
    expect(outputs.data).toBe(into);
    expect(numbers(outputs)).toEqual([1, 2, 3, 4]);
  });

  it("leaves its inputs alone", () => {
    const inputs = counting(3, 3);
    conv2d(inputs, ones(3, 3, 1, 1), { padding: "same" });
    expect(inputs).toEqual(counting(3, 3));
  });

  it.each<[string, () => unknown]>([
    ["inputs must be of shape [height, width, channels]. Received: shape [3,3]", () => conv2d(ones(3, 3), ones(1, 1, 1, 1))],
    ["kernel must be of shape [height, width, channels, filters]. Received: shape [3,3]", () => conv2d(ones(3, 3, 1), ones(3, 3))],
    ["inputs of shape [3,3,2], kernel of shape [3,3,3,1]", () => conv2d(ones(3, 3, 2), ones(3, 3, 3, 1))],
    ["bias needs one number a filter, 2. Received: 1", () => conv2d(ones(3, 3, 1), ones(1, 1, 1, 2), { bias: [1] })],
    ["needs 9 numbers. Received: 8", () => conv2d(ones(3, 3, 1), ones(1, 1, 1, 1), { into: new Float32Array(8) })],
    ["a window of 5 cells does not fit into 3", () => conv2d(ones(3, 3, 1), ones(3, 3, 1, 1), { dilation_rate: 2 })],
  ])("refuses: %s", (message, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});

describe("pooling", () => {
  it("keeps the largest and the mean of each window", () => {
    expect(numbers(maxPool2d(counting(4, 4)))).toEqual([6, 8, 14, 16]);
    expect(numbers(averagePool2d(counting(4, 4)))).toEqual([3.5, 5.5, 11.5, 13.5]);
  });

  it("keeps channels apart", () => {
    const inputs = tensor([2, 2, 2], [1, -1, 2, -2, 3, -3, 4, -4]);
    expect(numbers(maxPool2d(inputs))).toEqual([4, -1]);
    expect(numbers(averagePool2d(inputs))).toEqual([2.5, -2.5]);
  });

  it("lets windows overlap where strides is smaller than pool_size", () => {
    const options: PoolOptions = { pool_size: 2, strides: 1 };
    expect(maxPool2d(counting(2, 3), options)).toEqual(tensor([1, 2, 1], [5, 6]));
    expect(averagePool2d(counting(2, 3), options)).toEqual(tensor([1, 2, 1], [3, 4]));
  });

  it("leaves padding out of both", () => {
    const negative = tensor([3, 3, 1], [-1, -2, -3, -4, -5, -6, -7, -8, -9]);
    expect(numbers(maxPool2d(negative, { padding: "same" }))).toEqual([-1, -3, -7, -9]);
    expect(numbers(averagePool2d(negative, { padding: "same" }))).toEqual([-3, -4.5, -7.5, -9]);
  });

  it.each([maxPool2d, averagePool2d])("refuses what is no pool", (pool) => {
    expect(() => pool(ones(3, 3, 1), { pool_size: 0 })).toThrow("pool_size must be a whole number of at least 1");
    expect(() => pool(ones(3, 3, 1), { strides: 0.5 })).toThrow("Received: strides=0.5");
    expect(() => pool(ones(3, 3, 1), { pool_size: 4 })).toThrow("does not fit into 3");
    expect(() => pool(ones(3, 3))).toThrow("Received: shape [3,3]");
  });
});

describe("convOutputSize", () => {
  it.each<[number, number, ConvOptions, number]>([
    [28, 3, {}, 26],
    [28, 3, { padding: "same" }, 28],
    [28, 3, { strides: 2 }, 13],
    [28, 3, { strides: 2, padding: "same" }, 14],
    [7, 3, { strides: 3 }, 2],
    [7, 3, { dilation_rate: 3 }, 1],
    [3, 9, { padding: "same" }, 3],
    [5, 5, {}, 1],
  ])("%i cells, kernel %i, %o: %i", (inputSize, kernelSize, options, expected) => {
    expect(convOutputSize(inputSize, kernelSize, options)).toBe(expected);
  });

  it("refuses what is no size, with a TypeError where it is no number", () => {
    for (const value of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => convOutputSize(value, 3)).toThrow(RangeError);
      expect(() => convOutputSize(9, 3, { strides: value })).toThrow(`Received: strides=${value}`);
    }
    expect(() => convOutputSize(9, "3" as unknown as number)).toThrow(TypeError);
    expect(() => convOutputSize(9, 3, { dilation_rate: true as unknown as number })).toThrow(TypeError);
  });

  it("refuses an unknown padding", () => {
    expect(() => convOutputSize(9, 3, { padding: "full" as Padding })).toThrow(
      'padding must be "valid" or "same". Received: padding="full"',
    );
  });

  it("refuses strides together with dilation, as Keras does", () => {
    expect(() => convOutputSize(9, 3, { strides: 2, dilation_rate: 2 })).toThrow("cannot be combined");
  });
});

describe("samePadding", () => {
  it.each<[number[], number, number]>([
    [[5, 3], 1, 1],
    [[5, 2], 0, 1],
    [[5, 4], 1, 2],
    [[6, 3, 2], 0, 1],
    [[5, 3, 2], 1, 1],
    [[5, 1, 3], 0, 0],
    [[5, 3, 1, 2], 2, 2],
  ])("%j: %i before, %i after", ([inputSize, kernelSize, strides, dilation], before, after) => {
    expect(samePadding(inputSize, kernelSize, strides, dilation)).toEqual({ before, after });
  });
});
