/** The picture that the reader changes, and the way back. It never leaves the page. */
import { tensor, type Tensor } from "../core/tensor";

const MOST_STEPS = 60;

export interface Drawing {
  readonly picture: Tensor;
  /** Whether the reader has changed what was put in. */
  readonly untouched: boolean;
  readonly undoable: boolean;
  /** Put in another picture; there is no way back behind it. */
  reset(picture: Tensor): void;
  /** Remember the picture as it is, before it is changed. */
  begin(): void;
  replace(data: ArrayLike<number>): void;
  undo(): void;
}

export function drawing(first: Tensor): Drawing {
  let picture = tensor(first.shape, first.data.slice());
  let before: Float32Array[] = [];
  let forgotten = false; // the first steps, where there were too many
  return {
    get picture() {
      return picture;
    },
    get untouched() {
      return before.length === 0 && !forgotten;
    },
    get undoable() {
      return before.length > 0;
    },
    reset(other) {
      picture = tensor(other.shape, other.data.slice());
      before = [];
      forgotten = false;
    },
    begin() {
      before.push(picture.data.slice());
      if (before.length <= MOST_STEPS) return;
      before.shift();
      forgotten = true;
    },
    replace: (data) => picture.data.set(data),
    undo() {
      const last = before.pop();
      if (last) picture.data.set(last);
    },
  };
}
