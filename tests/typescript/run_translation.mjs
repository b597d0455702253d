// Runs translation_explorer's experiment on the states given as JSON on stdin and answers with its outcome for each.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { experiment, ratio, settingsOf } = await load(
  "translation_explorer",
  'export * from "./model"; export * from "./experiment"; export * from "./measures";',
);

function run(state) {
  const trial = experiment(settingsOf(state));
  const { picture, response, pooled, moved, ...outcome } = trial.moveTo({ row: state.row, column: state.column });
  const row = trial.alongRow(state.row);
  const numbers = ({ shape, data }) => ({ shape, data: Array.from(data) });
  const share = ({ start, now }) => ratio(now, start);
  return {
    picture: numbers(picture),
    response: numbers(response),
    pooled: numbers(pooled),
    answers: {
      equivariance: ratio(moved.agreeing, moved.compared + moved.lost),
      ...moved,
      response_in_place: outcome.responseInPlace,
      pooled_in_place: outcome.pooledInPlace,
      global_max: share(outcome.globalMax),
      global_average: share(outcome.globalAverage),
      dense: share(outcome.dense),
    },
    along_row: { columns: row.dense.map((_, i) => row.first + i), global_max: row.globalMax, dense: row.dense },
    exceptions: outcome.exceptions,
  };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(run)));
