// Answers with what augmentation_explorer makes of the pictures, and of the seeds, given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { augmenter, brightened, contrasted, drawsOf, flipped, moved, rotation, stepsOf, translation, UNCHANGED, zoom } = await load(
  "augmentation_explorer",
  'export * from "./augment"; export * from "./draws"; export * from "./layers";',
);

const picture = ({ shape, data }) => ({ shape, data: Float32Array.from(data) });

function step({ kind, values, shape: [height, width], ...sampling }) {
  const size = { height, width };
  const steps = {
    rotation: () => moved(rotation(...values, size), sampling),
    zoom: () => moved(zoom(...values, size), sampling),
    translation: () => moved(translation(...values, size), sampling),
    flip: () => flipped(...values),
    contrast: () => contrasted(...values),
    brightness: () => brightened(...values),
  };
  return steps[kind]();
}

const ask = {
  /** Pictures after one layer each. */
  layers: (cases) => cases.map((one) => Array.from(augmenter()(picture(one), [step(one)]).data)),
  /** A picture after all layers with the draws of an epoch, and those draws. */
  sheets: (cases) =>
    cases.map(({ settings, epoch, ...one }) => {
      const draws = settings.training ? drawsOf(settings, epoch) : UNCHANGED;
      const [height, width] = one.shape;
      return { draws, data: Array.from(augmenter()(picture(one), stepsOf(settings, draws, { height, width })).data) };
    }),
  /** What is drawn in the first epochs. */
  draws: ({ settings, epochs }) => Array.from({ length: epochs }, (_, i) => drawsOf(settings, i + 1)),
};

const { what, input } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(ask[what](input)));
