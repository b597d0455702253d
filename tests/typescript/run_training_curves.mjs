// Answers with what training_curves_explorer makes of runs, curves and settings given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { SIZES, bandOf, bestEpoch, changed, interval, nearest, offered, trainingsOf, verdictOn } = await load(
  "training_curves_explorer",
  'export * from "./statistics"; export * from "./trainings"; export { SIZES } from "./traits";',
);

const ask = {
  /** What several curves say together, and to one who would stop at an epoch of their mean. */
  curves: (cases) =>
    cases.map(({ metric, curves, stopped }) => {
      const band = bandOf(curves);
      return { ...band, best: bestEpoch(metric, band.mean), verdict: verdictOn(metric, band.mean, stopped) };
    }),
  intervals: (cases) => cases.map(([correct, count]) => interval(correct, count)),
  /** The trainings that the runs of a display make. */
  trainings: trainingsOf,
  /** Where one gets from each setting by choosing another value in one place, or null where nothing is offered. */
  choices: ({ runs, moves }) => {
    const all = trainingsOf(runs);
    return moves.map(({ from, name, value }) => (offered(all, from, name, value) ? changed(all, from, name, value) : null));
  },
  nearest: ({ runs, settings }) => settings.map((setting) => nearest(trainingsOf(runs), setting).key),
  sizes: () => SIZES,
};

const { what, input } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(ask[what](input)));
