/** The neighbours of a picture and of all pictures, and how many of them have the same class. */
import type { Gallery } from "./gallery";
import type { Expected, Space } from "./traits";

export interface Neighbour {
  readonly index: number;
  /** Whether it has the class of the picture. */
  readonly same: boolean;
  /** Cosine similarity, or the distance in levels of brightness. */
  readonly score: number;
}

export function neighbours(gallery: Gallery, space: Space, index: number, k: number): Neighbour[] {
  const { order, scores } = gallery[space];
  const first = index * gallery.most;
  return Array.from({ length: k }, (_, rank) => {
    const [other, score] = [order[first + rank], scores[first + rank]];
    return {
      index: other,
      same: gallery.labels[other] === gallery.labels[index],
      score: space === "features" ? score / 100 - 1 : score,
    };
  });
}

/** How many of them have its class. */
export function sameIn(near: readonly Neighbour[]): number {
  return near.filter(({ same }) => same).length;
}

/** What share of all pictures' nearest neighbours has the class of their picture. */
export function agreement(gallery: Gallery, space: Space, k: number): number {
  return meanOver(gallery, space, k, ({ labels }, index, other) => Number(labels[index] === labels[other]));
}

/** How far all pictures' nearest neighbours are from their picture in mean brightness, on average. */
export function brightnessDifference(gallery: Gallery, space: Space, k: number): number {
  return meanOver(gallery, space, k, ({ brightness }, index, other) => Math.abs(brightness[index] - brightness[other]));
}

function meanOver(gallery: Gallery, space: Space, k: number, of: (gallery: Gallery, index: number, other: number) => number): number {
  const { count, most } = gallery;
  const { order } = gallery[space];
  let sum = 0;
  for (let index = 0; index < count; index++) {
    for (let rank = 0; rank < k; rank++) sum += of(gallery, index, order[index * most + rank]);
  }
  return sum / (count * k);
}

/** The difference in brightness of neighbours drawn by lot. */
export function brightnessByLot({ brightness, count }: Gallery): number {
  let sum = 0;
  for (const one of brightness) for (const other of brightness) sum += Math.abs(one - other);
  return sum / (count * (count - 1));
}

/** The agreement of neighbours drawn by lot. */
export function chance({ labels, count }: Gallery): number {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  return pairs / (count * (count - 1));
}

/** Which row has more neighbours of the same class. */
export function ahead(same: Readonly<Record<Space, number>>): Expected {
  return same.features > same.pixels ? "features" : same.features < same.pixels ? "pixels" : "same";
}
