/** One object, one small network: what it answered at the start, what it answers now, and why the two may differ. */
import { maxPool2d } from "../core/ops";
import type { Cell } from "../core/steering";
import type { Tensor } from "../core/tensor";
import { agreement, cellsMoved, inPlace, ratio, type Agreement } from "./measures";
import { dense, largest, mapSide, matched, mean, respond, type Convolution } from "./network";
import { drawObject, emptyPicture, isCut, reach } from "./picture";

export interface Settings {
  readonly ink: Tensor;
  readonly start: Cell;
  readonly background: number;
  readonly convolution: Convolution;
  readonly pool_size: number;
}

/** Why the response did not simply move along. */
export const EXCEPTIONS = ["border", "cut", "stride", "zeros"] as const;
export type Exception = (typeof EXCEPTIONS)[number];

/** A number at the start and now. */
export interface Pair {
  readonly start: number;
  readonly now: number;
}

export interface Outcome {
  readonly picture: Tensor;
  readonly response: Tensor;
  readonly pooled: Tensor;
  readonly moved: Agreement;
  readonly responseInPlace: number;
  readonly pooledInPlace: number;
  readonly globalMax: Pair;
  readonly globalAverage: Pair;
  readonly dense: Pair;
  readonly exceptions: readonly Exception[];
}

/** The answers for every column at which the object could stand in its row, as shares of the answer at the start. */
export interface Row {
  readonly first: number;
  readonly globalMax: readonly number[];
  readonly dense: readonly number[];
}

/** The numbers that painting needs: those of the strongest answers at the start. */
export interface Experiment {
  readonly strongest: number;
  moveTo(at: Cell): Outcome;
  alongRow(row: number): Row;
}

/** The outcome of one move is written over by the next. */
export function experiment({ ink, start, background, convolution, pool_size }: Settings): Experiment {
  const size = mapSide(convolution, 0) * mapSide(convolution, 1);
  const answerTo = (picture: Tensor) => respond(picture, convolution, new Float32Array(size));
  const [first, picture, trial] = [emptyPicture(), emptyPicture(), emptyPicture()];
  const trialMap = new Float32Array(size);
  drawObject(first, ink, start, background);
  const weights = matched(first.data);
  const startMap = answerTo(first);
  const startPooled = maxPool2d(startMap, { pool_size });
  const emptyMap = answerTo(emptyPicture(background));
  const nowMap = new Float32Array(size);
  const startMax = largest(startMap.data);

  return {
    strongest: startMax,
    moveTo(at) {
      drawObject(picture, ink, at, background);
      const response = respond(picture, convolution, nowMap);
      const pooled = maxPool2d(response, { pool_size });
      const [rows, columns] = [at.row - start.row, at.column - start.column];
      const { strides } = convolution;
      const moved = agreement(startMap, response, emptyMap, cellsMoved(rows, strides), cellsMoved(columns, strides));
      const wholeCells = rows % strides === 0 && columns % strides === 0;
      return {
        picture,
        response,
        pooled,
        moved,
        responseInPlace: inPlace(startMap, response),
        pooledInPlace: inPlace(startPooled, pooled),
        globalMax: { start: startMax, now: largest(response.data) },
        globalAverage: { start: mean(startMap.data), now: mean(response.data) },
        dense: { start: dense(weights, first.data), now: dense(weights, picture.data) },
        exceptions: reasons(moved, isCut(ink, at), wholeCells, convolution.padding === "same" && background > 0),
      };
    },
    alongRow(row) {
      const [low, high] = reach(ink.shape[1]);
      const globalMax: number[] = [];
      const denseAnswers: number[] = [];
      for (let column = low; column <= high; column++) {
        drawObject(trial, ink, { row, column }, background);
        globalMax.push(ratio(largest(respond(trial, convolution, trialMap).data), startMax));
        denseAnswers.push(dense(weights, trial.data));
      }
      return { first: low, globalMax, dense: denseAnswers };
    },
  };
}

function reasons({ agreeing, compared, lost }: Agreement, cut: boolean, wholeCells: boolean, zerosShow: boolean): Exception[] {
  const differs = agreeing < compared;
  const holds: Record<Exception, boolean> = {
    border: wholeCells && !cut && lost > 0,
    cut,
    stride: !wholeCells && (differs || lost > 0),
    zeros: wholeCells && zerosShow && differs,
  };
  return EXCEPTIONS.filter((name) => holds[name]);
}
