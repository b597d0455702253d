/** Numbers in a row and the shape they stand for: row-major, channels last, as in NumPy and Keras. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/**
 * A tensor of the given shape: zeros, or `data`.
 *
 * A Float32Array is used as it is, without a copy; any other list of numbers is copied.
 */
export function tensor(shape: readonly number[], data?: ArrayLike<number>): Tensor {
  if (!shape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new RangeError(`shape must be whole numbers of at least 1. Received: shape=[${shape}]`);
  }
  const size = shape.reduce((product, length) => product * length, 1);
  if (data === undefined) return { data: new Float32Array(size), shape };
  if (data.length !== size) {
    throw new RangeError(`shape [${shape}] needs ${size} numbers. Received: ${data.length} numbers`);
  }
  return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape };
}
