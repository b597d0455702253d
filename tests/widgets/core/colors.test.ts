import { describe, expect, it } from "vitest";
import { diverging, tint, type Role } from "../../../src/course_utils/widgets/core/colors";
import type { Theme } from "../../../src/course_utils/widgets/core/theme";

const THEMES: Theme[] = ["light", "dark"];
const ROLES: Role[] = ["input", "kernel", "output"];
const INK = { light: [28, 35, 48], dark: [231, 235, 242] };

const rgb = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

function luminance(color: readonly number[]): number {
  const [r, g, b] = color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe("diverging", () => {
  it("runs from rose through paper to indigo", () => {
    const colors = diverging("light", "output");
    expect([colors[0], colors[255], colors[510]].map(rgb)).toEqual([[190, 18, 60], [255, 255, 255], [67, 56, 202]]);
  });

  it.each(THEMES)("has one paper and one rose for all roles: %s", (theme) => {
    const tables = ROLES.map((role) => diverging(theme, role));
    expect(new Set(tables.map((table) => table[255])).size).toBe(1);
    expect(new Set(tables.map((table) => table[0])).size).toBe(1);
    expect(new Set(tables.map((table) => table[510])).size).toBe(3);
  });

  it("is opaque and ever further from paper", () => {
    for (const theme of THEMES) {
      for (const role of ROLES) {
        const colors = [...diverging(theme, role)];
        expect(colors.every((pixel) => pixel >>> 24 === 255)).toBe(true);
        const strengths = colors.map((pixel) => contrast(rgb(pixel), rgb(colors[255])));
        expect(strengths.slice(256).every((strength, i) => strength >= strengths[255 + i] - 0.02)).toBe(true);
        expect(strengths.slice(0, 255).every((strength, i) => strength >= strengths[i + 1] - 0.02)).toBe(true);
      }
    }
  });

  it("is made once", () => expect(diverging("dark", "input")).toBe(diverging("dark", "input")));
});

describe("tint", () => {
  it("is paper at zero and no stronger beyond one", () => {
    expect(tint("light", "kernel", 0)).toBe("rgb(255 255 255)");
    expect(tint("light", "kernel", 7)).toBe(tint("light", "kernel", 1));
    expect(tint("light", "kernel", -7)).toBe(tint("light", "kernel", -1));
  });

  it("is pale enough for text", () => {
    for (const theme of THEMES) {
      for (const role of ROLES) {
        for (const value of [-1, -0.5, 0, 0.5, 1]) {
          const color = tint(theme, role, value).match(/\d+/g)!.map(Number);
          expect(contrast(color, INK[theme])).toBeGreaterThan(4.5);
        }
      }
    }
  });
});
