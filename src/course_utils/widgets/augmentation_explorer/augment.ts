/** One picture through all layers, in the order in which a model would hold them. */
import { tensor, type Tensor } from "../core/tensor";
import type { Sampling } from "./affine";
import type { Draws } from "./draws";
import { brightened, contrasted, flipped, moved, rotation, translation, zoom, type Size, type Step } from "./layers";
import type { Settings } from "./traits";

/** The layers that change anything with these draws. */
export function stepsOf(settings: Settings, draws: Draws, size: Size): Step[] {
  const sampling: Sampling = { fillMode: settings.fill_mode, interpolation: settings.interpolation, fillValue: 0 };
  const { flippedHorizontally, flippedVertically, degrees, heightZoom, widthZoom, down, right, contrast, brightness } = draws;
  const steps: [boolean, () => Step][] = [
    [flippedHorizontally || flippedVertically, () => flipped(flippedHorizontally, flippedVertically)],
    [degrees !== 0, () => moved(rotation(degrees, size), sampling)],
    [heightZoom !== 1 || widthZoom !== 1, () => moved(zoom(heightZoom, widthZoom, size), sampling)],
    [down !== 0 || right !== 0, () => moved(translation(down, right, size), sampling)],
    [contrast !== 1, () => contrasted(contrast)],
    [brightness !== 0, () => brightened(brightness)],
  ];
  return steps.filter(([changes]) => changes).map(([, step]) => step());
}

/** Runs pictures through steps; what it returns holds until the next call. */
export function augmenter(): (picture: Tensor, steps: readonly Step[]) => Tensor {
  let buffers: readonly Tensor[] = [];
  return (picture, steps) => {
    if (String(buffers[0]?.shape) !== String(picture.shape)) buffers = [tensor(picture.shape), tensor(picture.shape)];
    return steps.reduce((from, step, i) => {
      const to = buffers[i % 2];
      step(from, to);
      return to;
    }, picture);
  };
}
