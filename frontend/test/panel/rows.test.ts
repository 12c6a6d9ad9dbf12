import { describe, expect, test } from "vitest";
import { type List, heightOf, rowAt, rowsInView, topOf } from "../../src/panel/rows.js";

const LONG: List = { count: 100_000, row: 40 };

describe("a long list", () => {
  test("is as high as all its rows", () => {
    expect(heightOf(LONG)).toBe(4_000_000);
    expect(heightOf({ ...LONG, open: { index: 3, more: 200 } })).toBe(4_000_200);
  });

  test("draws what is seen and little more, wherever it is scrolled to", () => {
    for (const open of [undefined, { index: 50_000, more: 240 }]) {
      const list = { ...LONG, open };
      for (let scrolled = 0; scrolled < heightOf(list); scrolled += 33_333) {
        const { first, end, top } = rowsInView(list, scrolled, 600);
        expect(end - first).toBeLessThan(40);
        expect(top).toBeLessThanOrEqual(scrolled);
        expect(end === list.count || topOf(list, end) >= scrolled + 600).toBe(true);
      }
    }
  });

  test("of no rows draws none", () => {
    expect(rowsInView({ count: 0, row: 40 }, 0, 600)).toEqual({ first: 0, end: 0, top: 0 });
  });

  test("finds the row at a height, under the open one too", () => {
    const list = { ...LONG, open: { index: 2, more: 100 } };
    for (const [height, row] of [
      [0, 0],
      [119, 2],
      [219, 2],
      [220, 3],
      [-5, 0],
      [9e9, 99_999],
    ] as const)
      expect(rowAt(list, height)).toBe(row);
    for (let index = 0; index < 20; index++) expect(rowAt(list, topOf(list, index))).toBe(index);
  });
});
