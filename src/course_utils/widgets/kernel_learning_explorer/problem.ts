/** What is to be learned: the picture, the map that the kernel is to give, and the loss between them. */
import { conv2d } from "../core/ops";
import { decodePicture, type PictureTrait } from "../core/pictures";
import { tensor, type Tensor } from "../core/tensor";
import { dot, largestEigenvalue, solve, type Matrix, type Vector } from "./algebra";
import { square } from "./filters";
import type { Problem } from "./learning";
import type { Picture, Traits } from "./traits";

export interface Posed extends Problem {
  /** Pixels from −1 to 1. */
  readonly inputs: Tensor;
  readonly target: Tensor;
  /** The largest curvature of the loss. */
  readonly curvature: number;
}

export function pose({ image, picture, task, hidden, painted }: Traits): Posed {
  const inputs = inputsOf(image, picture);
  const moments = momentsOf(inputs, hidden.length);
  const posed = { inputs, moments, curvature: 2 * largestEigenvalue(moments), best: hidden.flat(), floor: 0 };
  const target = answer(inputs, posed.best);
  if (task === "filter") return { ...posed, target };
  spread(painted, target);
  const { data, shape } = target;
  // As a picture answers to an error map with the gradient, it answers to the map itself with the normal equations' side.
  const goal = Array.from(conv2d(inputs, tensor([...shape, 1], data)).data, (sum) => sum / data.length);
  const best = solve(moments, goal);
  return { ...posed, target, best, floor: data.reduce((sum, value) => sum + value * value, 0) / data.length - dot(goal, best) };
}

/** What a kernel answers to the picture. */
export function answer(inputs: Tensor, kernel: Vector, into?: Float32Array): Tensor {
  const size = Math.sqrt(kernel.length);
  return conv2d(inputs, tensor([size, size, 1, 1], kernel), { into });
}

export function inputsOf(image: PictureTrait, picture: Picture): Tensor {
  const { data, shape: [height, width, channels] } = decodePicture(image);
  const inputs = tensor([height, width, 1]);
  inputs.data.forEach((_, pixel) => {
    const bright = picture === "flat" || (pixel % width) % 7 < 3;
    const colours = data.subarray(pixel * channels, (pixel + 1) * channels);
    inputs.data[pixel] = picture === "photo" ? (2 * colours.reduce((sum, colour) => sum + colour)) / channels - 1 : bright ? 0.5 : -0.5;
  });
  return inputs;
}

function momentsOf({ data, shape: [height, width] }: Tensor, size: number): Matrix {
  const offsets = square(size, (row, column) => row * width + column).flat();
  const [rows, columns] = [height - size + 1, width - size + 1];
  return offsets.map((a) => offsets.map((b) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      for (let at = row * width; at < row * width + columns; at++) sum += data[at + a] * data[at + b];
    }
    return sum / rows / columns;
  }));
}

/** Write painted numbers into a map, each into a block of it. */
function spread(painted: Traits["painted"], { data, shape: [height, width] }: Tensor): void {
  const block = (at: number, side: number) => Math.floor((at * painted.length) / side);
  data.forEach((_, i) => (data[i] = painted[block(Math.floor(i / width), height)][block(i % width, width)]));
}
