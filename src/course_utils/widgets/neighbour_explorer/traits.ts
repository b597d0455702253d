/** The traits of `NeighbourExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";

export const SPACES = ["features", "pixels"] as const;
export type Space = (typeof SPACES)[number];

/** What a reader may expect: which row has more neighbours of the same class. */
export const EXPECTED = [...SPACES, "same"] as const;
export type Expected = (typeof EXPECTED)[number];

/** Raw bytes in a live kernel, base64 in the static page. */
export type Bytes = DataView | string;

/** A row a picture: its neighbours, the nearest first. */
export interface RankingTrait {
  readonly order: Bytes;
  readonly scores: Bytes;
}

export interface GalleryTrait extends Readonly<Record<Space, RankingTrait>> {
  /** A JPEG with all thumbnails. */
  readonly sprite: Bytes;
  /** Height and width of a thumbnail, with a space between. */
  readonly tile: string;
  /** How many thumbnails stand side by side in the sprite. */
  readonly columns: number;
  readonly labels: Bytes;
  readonly class_names: readonly string[];
  readonly brightness: Bytes;
}

export interface Traits {
  gallery: GalleryTrait;
  index: number;
  k: number;
  ask: boolean;
  /** What the reader expects, or nothing as long as nothing is said. */
  answer: Expected | "";
}

export type ExplorerModel = Model<Traits>;
