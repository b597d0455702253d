import { describe, expect, it } from "vitest";
import { dot, largestEigenvalue, multiply, solve } from "../../../src/course_utils/widgets/kernel_learning_explorer/algebra";

describe("dot and multiply", () => {
  it("are sums of products", () => {
    expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
    expect(multiply([[1, 2], [3, 4]], [1, -1])).toEqual([-1, -1]);
  });
});

describe("largestEigenvalue", () => {
  it("is the growth in the direction that grows most", () => {
    expect(largestEigenvalue([[2, 0], [0, 5]])).toBeCloseTo(5, 10);
    expect(largestEigenvalue([[2, 1], [1, 2]])).toBeCloseTo(3, 10);
  });

  it("sees the direction across ones", () => {
    expect(largestEigenvalue([[2, -1], [-1, 2]])).toBeCloseTo(3, 10);
  });

  it("copes with two directions that grow alike, and with none", () => {
    expect(largestEigenvalue([[4, 0, 0], [0, 4, 0], [0, 0, 1]])).toBeCloseTo(4, 4);
    expect(largestEigenvalue([[0, 0], [0, 0]])).toBe(0);
  });
});

describe("solve", () => {
  it("undoes multiply", () => {
    const matrix = [[4, 1, 0], [1, 3, 1], [0, 1, 2]];
    const x = solve(matrix, multiply(matrix, [1, -2, 3]));
    [1, -2, 3].forEach((number, i) => expect(x[i]).toBeCloseTo(number, 6));
  });

  it("takes small numbers where many would do", () => {
    const x = solve([[1, 1], [1, 1]], [2, 2]);
    x.forEach((number) => expect(number).toBeCloseTo(1, 6));
    expect(solve([[0, 0], [0, 0]], [0, 0])).toEqual([0, 0]);
  });

  it("leaves its arguments alone", () => {
    const [matrix, goal] = [[[2, 1], [1, 2]], [3, 3]];
    solve(matrix, goal);
    expect([matrix, goal]).toEqual([[[2, 1], [1, 2]], [3, 3]]);
  });
});
