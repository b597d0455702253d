/** The traits of `FeatureMapExplorer`, as Python's class of that name declares them. */
import type { Model } from "../core/model";
import type { Padding } from "../core/ops";
import type { PictureTrait } from "../core/pictures";

export interface Settings {
  readonly strides?: number;
  readonly padding?: Padding;
  readonly dilation_rate?: number;
  readonly pool_size?: number;
  readonly activation?: "linear" | "relu" | "sigmoid" | "tanh" | "softmax";
  readonly scale?: number;
  readonly offset?: number;
}

export interface LayerTrait {
  /** The name of its Keras class. */
  readonly kind: string;
  readonly name: string;
  /** What it puts out: (height, width, channels) or (units,). */
  readonly shape: readonly number[];
  readonly params: number;
  readonly settings: Settings;
  /** The shape of its weights, where it has some; as many biases as the last axis is long come after them. */
  readonly kernel: readonly number[] | null;
}

export interface NetTrait {
  readonly input_shape: readonly number[];
  readonly layers: readonly LayerTrait[];
  readonly dtype: "float16" | "float32";
  /** The numbers of all layers in a row, little-endian: bytes in a live kernel, base64 in the static page. */
  readonly weights: DataView | string;
}

export interface Traits {
  net: NetTrait;
  examples: PictureTrait;
  example: number;
  labels: string[];
  truths: string[];
  layer: number;
  channel: number;
  row: number;
  column: number;
}

export type ExplorerModel = Model<Traits>;
