/** As much linear algebra as a few dozen numbers need. */
export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** Of what counts as 0 beside the largest numbers. */
const TINY = 1e-9;

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export function multiply(matrix: Matrix, vector: Vector): number[] {
  return matrix.map((row) => dot(row, vector));
}

/**
 * The largest eigenvalue of a symmetric matrix that has no negative one.
 *
 * The trace is the sum of all; the trace of a high power, as repeated squaring gives it, is next to the largest one's alone.
 */
export function largestEigenvalue(matrix: Matrix): number {
  let power = matrix;
  let log = 0;
  for (let squarings = 0; squarings < 20; squarings++) {
    const trace = power.reduce((sum, row, i) => sum + row[i], 0);
    if (!trace) return 0;
    log += Math.log(trace) / 2 ** squarings;
    const scaled = power.map((row) => row.map((number) => number / trace)); // or it would outgrow all numbers
    power = scaled.map((a) => scaled.map((b) => dot(a, b)));
  }
  return Math.exp(log);
}

/** Solves matrix · x = goal by elimination. A matrix without negative eigenvalues needs no pivoting, but no zeros either. */
export function solve(matrix: Matrix, goal: Vector): number[] {
  const tiny = TINY * matrix.reduce((sum, row, i) => sum + row[i], TINY);
  const rows = matrix.map((row, i) => [...row.map((number, j) => (i === j ? number + tiny : number)), goal[i]]);
  rows.forEach((pivot, k) => {
    for (const row of rows) {
      const factor = row[k] / pivot[k];
      if (row !== pivot) for (let j = k; j < row.length; j++) row[j] -= factor * pivot[j];
    }
  });
  return rows.map((row, k) => row.at(-1)! / row[k]);
}
