import { describe, expect, test } from "vitest";
import {
  CLOSEST,
  LONGEST,
  closeUp,
  lengthOf,
  placeOf,
  seen,
  shifted,
  stride,
  ticks,
  timeAt,
  windowBetween,
  withEdge,
  withTyped,
  zoomed,
} from "../../src/panel/scale.js";
import { numbers } from "../support/random.js";

const HOUR = 3_600_000;
const DAY = { start: 0, end: 24 * HOUR };

/** Return numbers in [0, 1), the same each time. */
function some(count: number): number[] {
  const next = numbers(7);
  return Array.from({ length: count }, next);
}

test("a time and its place belong together", () => {
  const view = { start: 2 * HOUR, end: 6 * HOUR };
  expect(placeOf(view, 3 * HOUR)).toBe(0.25);
  for (const place of some(100)) expect(placeOf(view, timeAt(view, place))).toBeCloseTo(place);
});

test("of a stretch the part in view is shown", () => {
  const view = { start: 4 * HOUR, end: 8 * HOUR };
  expect(seen(view, { start: 0, end: 5 * HOUR })).toEqual({ left: 0, width: 0.25 });
  expect(seen(view, { start: 6 * HOUR, end: 20 * HOUR })).toEqual({ left: 0.5, width: 0.5 });
  expect(seen(view, { start: 0, end: 4 * HOUR })).toBeNull();
});

describe("zooming", () => {
  test("keeps the time under the pointer where it is", () => {
    const near = zoomed(DAY, 0.5, 6 * HOUR, DAY);
    expect(near).toEqual({ start: 3 * HOUR, end: 15 * HOUR });
    expect(placeOf(near, 6 * HOUR)).toBe(placeOf(DAY, 6 * HOUR));
  });

  test("and moving never leave the day, nor come closer than there is to see", () => {
    let view = DAY;
    for (const [index, number] of some(500).entries()) {
      view =
        index % 3
          ? zoomed(view, 4 ** (number - 0.5), timeAt(view, number), DAY)
          : shifted(view, number * 4 - 2, DAY);
      expect(view.start).toBeGreaterThanOrEqual(DAY.start);
      expect(view.end).toBeLessThanOrEqual(DAY.end + 1e-3);
      expect(lengthOf(view)).toBeGreaterThan(CLOSEST - 1e-3);
    }
  });

  test("to a window shows what is around it", () => {
    expect(closeUp({ start: 5 * HOUR, end: 6 * HOUR }, DAY)).toEqual({
      start: 4 * HOUR,
      end: 7 * HOUR,
    });
    expect(closeUp({ start: 0, end: 1000 }, DAY)).toEqual({ start: 0, end: CLOSEST });
  });
});

describe("ticks", () => {
  test("are round, in view and not too many", () => {
    expect(ticks(DAY, 8, 0)).toEqual([0, 3, 6, 9, 12, 15, 18, 21].map((hour) => hour * HOUR));
    expect(ticks({ start: HOUR + 1, end: HOUR + 60_001 }, 6, 0)).toHaveLength(6);
  });

  test("are counted from the beginning of the day", () => {
    expect(ticks({ start: 100, end: 100 + 24 * HOUR }, 4, 100)[0]).toBe(100);
  });
});

describe("a window", () => {
  test("is whole seconds, whichever way it is drawn", () => {
    const drawn = { start: 2000, end: 5000 };
    expect(windowBetween(1800, 5200, DAY)).toEqual(drawn);
    expect(windowBetween(5200, 1800, DAY)).toEqual(drawn);
  });

  test("is no longer than can be gathered, counted from where it was begun", () => {
    expect(windowBetween(0, 20 * HOUR, DAY)).toEqual({ start: 0, end: LONGEST });
    expect(windowBetween(20 * HOUR, 0, DAY)).toEqual({ start: 20 * HOUR - LONGEST, end: 20 * HOUR });
  });

  test("stays a window whatever its edges are moved to", () => {
    const limits = { start: 300, end: 20 * HOUR + 700 };
    let window = { start: HOUR, end: 2 * HOUR };
    for (const [index, number] of some(500).entries()) {
      window = withEdge(window, index % 2 ? "start" : "end", (number * 3 - 1) * 24 * HOUR, limits);
      expect(window.start).toBeGreaterThanOrEqual(1000);
      expect(window.end).toBeLessThanOrEqual(20 * HOUR);
      expect(lengthOf(window)).toBeGreaterThanOrEqual(1000);
      expect(lengthOf(window)).toBeLessThanOrEqual(LONGEST);
    }
  });

  test("that is typed keeps its other edge where it can", () => {
    const window = { start: HOUR, end: HOUR + 60_000 };
    expect(withTyped(window, "start", HOUR - 5000, DAY)).toEqual({ ...window, start: HOUR - 5000 });
    expect(withTyped(window, "end", HOUR + 5000, DAY)).toEqual({ ...window, end: HOUR + 5000 });
  });

  test("that is typed comes along where its other edge cannot stay", () => {
    const window = { start: HOUR, end: HOUR + 60_000 };
    const afternoon = { start: 14 * HOUR, end: 14 * HOUR + 60_000 };
    expect(withTyped(window, "start", 14 * HOUR, DAY)).toEqual(afternoon);
    expect(withTyped(window, "end", 14 * HOUR + 60_000, DAY)).toEqual(afternoon);
    expect(withTyped(afternoon, "end", window.end, DAY)).toEqual(window);
  });

  test("that is typed stays a window, whatever is typed", () => {
    const limits = { start: 300, end: 20 * HOUR + 700 };
    let window = { start: HOUR, end: 2 * HOUR };
    for (const [index, number] of some(500).entries()) {
      window = withTyped(window, index % 2 ? "start" : "end", (number * 2 - 0.5) * 24 * HOUR, limits);
      expect(window.start).toBeGreaterThanOrEqual(1000);
      expect(window.end).toBeLessThanOrEqual(20 * HOUR);
      expect(lengthOf(window)).toBeGreaterThanOrEqual(1000);
      expect(lengthOf(window)).toBeLessThanOrEqual(LONGEST);
    }
  });

  test("is moved by a step that fits what is in view", () => {
    expect(stride(DAY)).toBe(10 * 60_000);
    expect(stride({ start: 0, end: CLOSEST })).toBe(1000);
  });
});
