// Answers questions about stacks of layers with receptive_field_explorer's own code: a line of JSON in, a line of JSON out.
import { createInterface } from "node:readline";
import { load } from "./load.mjs";

const { tiersOver, seer, growth, readLayers } = await load(
  "receptive_field_explorer",
  'export * from "./model"; export { growth } from "./findings"; export { readLayers } from "./link";',
);
const look = seer();

function answer({ layers, shape, unit }) {
  const [height, width] = shape;
  const tiers = tiersOver(layers, { shape: [height, width, 1] });
  const answer = {
    allowed: readLayers(layers) !== undefined,
    sizes: tiers.rows.map(({ units }, layer) => [units, tiers.columns[layer].units]),
    fields: tiers.rows.map(({ field, jump }) => [field, jump]),
    starts: tiers.rows.map(({ start }, layer) => [start, tiers.columns[layer].start]),
    growth: growth(layers),
  };
  if (!unit) return answer;
  const { rows, columns, span, half } = look(tiers, unit);
  return { ...answer, rows: Array.from(rows[0].subarray(0, height)), columns: Array.from(columns[0].subarray(0, width)), span, half };
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
