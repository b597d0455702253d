import { describe, expect, it } from "vitest";
import type { Model } from "../../../src/course_utils/widgets/core/model";
import { slidingOf, type Sliding } from "../../../src/course_utils/widgets/core/sliding";

const holding = (traits: Sliding) => ({ get: (name: keyof Sliding) => traits[name] }) as Model<Sliding>;

describe("slidingOf", () => {
  it("gives the traits as they are", () => {
    const sliding: Sliding = { strides: 1, padding: "same", dilation_rate: 3 };
    expect(slidingOf(holding(sliding))).toEqual(sliding);
  });

  it("lets strides win where Keras would refuse both", () => {
    const sliding: Sliding = { strides: 2, padding: "valid", dilation_rate: 3 };
    expect(slidingOf(holding(sliding))).toEqual({ ...sliding, dilation_rate: 1 });
  });
});
