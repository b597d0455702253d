import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { h, svg, uniqueId } from "../../../src/course_utils/widgets/core/dom";

/** As much of an element as `h` touches. */
class FakeElement extends EventTarget {
  readonly attributes: Record<string, string> = {};
  readonly children: unknown[] = [];
  constructor(readonly name: string) {
    super();
  }
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  append(...children: unknown[]): void {
    this.children.push(...children);
  }
}

beforeAll(() => {
  vi.stubGlobal("Node", FakeElement);
  vi.stubGlobal("document", {
    createElement: (name: string) => new FakeElement(name),
    createElementNS: (space: string, name: string) => new FakeElement(`${space}#${name}`),
  });
});
afterAll(() => vi.unstubAllGlobals());

const make = (...args: Parameters<typeof h>) => h(...args) as unknown as FakeElement;

describe("h", () => {
  it("makes an element with attributes and children", () => {
    const child = h("b");
    const el = make("p", { class: "note", tabindex: 0 }, "text ", child);
    expect(el.name).toBe("p");
    expect(el.attributes).toEqual({ class: "note", tabindex: "0" });
    expect(el.children).toEqual(["text ", child]);
  });

  it("switches attributes on with true, and leaves out false and undefined", () => {
    expect(make("input", { disabled: true, hidden: false, title: undefined, value: "" }).attributes).toEqual({ disabled: "", value: "" });
  });

  it("leaves out children that are not there", () => {
    expect(make("p", {}, null, false, undefined, "").children).toEqual([""]);
  });

  it("listens to what is named on…", () => {
    const pressed = vi.fn();
    const el = make("button", { onclick: pressed });
    el.dispatchEvent(new Event("click"));
    expect(pressed).toHaveBeenCalledOnce();
    expect(el.attributes).toEqual({});
  });

  it("never reads text as markup", () => {
    expect(make("p", {}, "<img src=x onerror=alert(1)>").children).toEqual(["<img src=x onerror=alert(1)>"]);
  });
});

describe("svg", () => {
  it("makes an element of the SVG namespace", () => {
    expect((svg("rect", { width: 1 }) as unknown as FakeElement).name).toBe("http://www.w3.org/2000/svg#rect");
  });
});

describe("uniqueId", () => {
  it("never gives the same twice", () => expect(new Set([1, 2, 3].map(() => uniqueId("slider"))).size).toBe(3));
});
