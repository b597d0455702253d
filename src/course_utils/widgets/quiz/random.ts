/** Chance that falls the same way on every machine: mulberry32, seeded by the FNV-1a hash of a text. */

export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** A stream of unsigned 32-bit numbers. */
export function stream(seed: string): () => number {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** The numbers from 0 to `length - 1` in an order that the seed decides, never the one that gives it away. */
export function shuffledIndices(length: number, seed: string): number[] {
  const next = stream(seed);
  const order = [...Array(length).keys()];
  for (let last = length - 1; last > 0; last--) {
    const other = next() % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  if (order.every((value, i) => value === i)) order.push(order.shift()!);
  return order;
}
