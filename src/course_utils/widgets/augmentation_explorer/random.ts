/** Numbers that look random and are the same in every page for the same seed. */

/** Numbers from 0 up to 1 for a place named by whole numbers (mulberry32, started at their mixture). */
export function random(...place: readonly number[]): () => number {
  let state = 0;
  for (const number of place) state = scramble(state + Math.imul(number + 1, 0x9e3779b1));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return (scramble(state) >>> 0) / 2 ** 32;
  };
}

function scramble(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 15), bits | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}
