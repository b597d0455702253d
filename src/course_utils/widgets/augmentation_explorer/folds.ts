/** What is read beyond the edge of a picture. */

export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** For a place outside of `length` pixels in a row, the place whose pixel is shown there. */
export const FOLDS: Record<FillMode, (place: number, length: number) => number> = {
  // k k | a b c | k k, where k is the fill value: the place stays outside
  constant: (place) => place,
  // a a | a b c | c c
  nearest: (place, length) => (place < 0 ? 0 : length - 1),
  // b a | a b c | c b
  reflect(place, length) {
    if (length === 1) return 0;
    const period = 2 * length;
    const within = Math.fround(place - period * Math.trunc(place / period));
    const folded = within < -length ? within + period : within < 0 ? -within - 1 : within >= length ? period - within - 1 : within;
    return clamped(folded, length);
  },
  // b c | a b c | a b
  wrap(place, length) {
    if (length === 1) return 0;
    const rounds = Math.trunc(place / (length - 1)) - (place < 0 ? 1 : 0);
    return clamped(Math.fround(place - length * rounds), length);
  },
};

function clamped(place: number, length: number): number {
  return place < 0 ? 0 : place > length - 1 ? length - 1 : place;
}
