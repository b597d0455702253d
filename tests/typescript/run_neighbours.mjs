// Answers with what neighbour_explorer makes of the gallery of a display, given as JSON on stdin.
import { text } from "node:stream/consumers";
import { load } from "./load.mjs";

const { agreement, ahead, brightnessByLot, brightnessDifference, chance, galleryOf, neighbours, sameIn } = await load(
  "neighbour_explorer",
  'export * from "./gallery"; export * from "./neighbours";',
);

const { gallery: trait, index, k } = JSON.parse(await text(process.stdin));
const gallery = galleryOf(trait);
const spaces = (of) => ({ features: of("features"), pixels: of("pixels") });
const near = spaces((space) => neighbours(gallery, space, index, k));
const same = spaces((space) => sameIn(near[space]));

console.log(
  JSON.stringify({
    count: gallery.count,
    most: gallery.most,
    tile: gallery.tile,
    numbers: gallery.numbers,
    near,
    same,
    ahead: ahead(same),
    agreement: spaces((space) => agreement(gallery, space, k)),
    chance: chance(gallery),
    brightness: spaces((space) => brightnessDifference(gallery, space, k)),
    brightnessByLot: brightnessByLot(gallery),
  }),
);
