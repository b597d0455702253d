/** The pictures with their classes, and who is nearest to whom. */
import type { Bytes, GalleryTrait, RankingTrait, Space } from "./traits";

export interface Ranking {
  readonly order: Uint8Array;
  readonly scores: Uint8Array;
}

export interface Gallery extends Readonly<Record<Space, Ranking>> {
  readonly count: number;
  /** Each picture's class. */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];
  /** Each picture's mean over all its pixel values. */
  readonly brightness: Uint8Array;
  /** Each picture's number within its class, counted from 1. */
  readonly numbers: readonly number[];
  /** How many neighbours of each picture are known. */
  readonly most: number;
  /** Height and width of a thumbnail. */
  readonly tile: readonly [number, number];
  readonly columns: number;
  readonly sprite: Uint8Array<ArrayBuffer>;
}

export function galleryOf(trait: GalleryTrait): Gallery {
  const labels = bytesOf(trait.labels);
  const features = rankingOf(trait.features);
  return {
    count: labels.length,
    labels,
    classNames: trait.class_names,
    brightness: bytesOf(trait.brightness),
    numbers: numbersWithin(labels),
    most: features.order.length / labels.length,
    tile: trait.tile.split(" ").map(Number) as [number, number],
    columns: trait.columns,
    sprite: bytesOf(trait.sprite),
    features,
    pixels: rankingOf(trait.pixels),
  };
}

function rankingOf({ order, scores }: RankingTrait): Ranking {
  return { order: bytesOf(order), scores: bytesOf(scores) };
}

function bytesOf(data: Bytes): Uint8Array<ArrayBuffer> {
  if (typeof data === "string") return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

function numbersWithin(labels: Uint8Array): number[] {
  const seen = new Map<number, number>();
  return Array.from(labels, (label) => {
    const number = (seen.get(label) ?? 0) + 1;
    seen.set(label, number);
    return number;
  });
}
