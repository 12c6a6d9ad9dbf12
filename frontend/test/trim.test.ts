import { describe, expect, test } from "vitest";
import {
  fractionOf,
  keyed,
  moved,
  nearest,
  partOf,
  SHORTEST,
  spanOf,
  timeAt,
  type Handle,
  type Part,
} from "../src/trim.js";
import { numbers } from "./support/random.js";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

/** Windows of all lengths with a part of each, and times around them. */
function* cases(): Generator<{ window: Part; part: Part; time: number; next: () => number }> {
  const next = numbers(1);
  for (let i = 0; i < 500; i++) {
    const start = Math.floor(next() * 1e12);
    const window = { start, end: start + 1 + Math.floor(next() ** 4 * 43_200_000) };
    const length = window.end - window.start;
    const time = start + Math.floor((next() * 3 - 1) * length);
    const first = moved(window, window, "start", start + Math.floor(next() * length));
    yield { window, part: moved(first, window, "end", time), time, next };
  }
}

function inside({ start, end }: Part, window: Part) {
  expect(start).toBeGreaterThanOrEqual(window.start);
  expect(end).toBeLessThanOrEqual(window.end);
  const least = Math.min(SHORTEST, window.end - window.start);
  expect(end - start).toBeGreaterThanOrEqual(least);
}

describe("a handle", () => {
  test("stays in the window and apart from the other, wherever it is moved", () => {
    for (const { window, part, time } of cases())
      for (const handle of ["start", "end"] as Handle[]) {
        const after = moved(part, window, handle, time);
        inside(after, window);
        const other = handle === "start" ? "end" : "start";
        expect(after[other]).toBe(part[other]);
        expect(moved(after, window, handle, time)).toEqual(after);
      }
  });

  test("stays there with any key, too", () => {
    for (const { window, part, next } of cases())
      for (const key of KEYS) {
        const handle: Handle = next() < 0.5 ? "start" : "end";
        inside(keyed(part, window, handle, key, next() < 0.5)!, window);
      }
  });

  test("goes a second with an arrow, a tenth with Shift, to the edge with Home", () => {
    const window = { start: 0, end: 60_000 };
    const part = { start: 20_000, end: 40_000 };
    expect(keyed(part, window, "start", "ArrowRight", false)).toEqual({ start: 21_000, end: 40_000 });
    expect(keyed(part, window, "end", "ArrowLeft", true)).toEqual({ start: 20_000, end: 39_900 });
    expect(keyed(part, window, "start", "Home", false)).toEqual({ start: 0, end: 40_000 });
    expect(keyed(part, window, "end", "PageUp", false)).toEqual({ start: 20_000, end: 50_000 });
    expect(keyed(part, window, "end", "Tab", false)).toBeUndefined();
  });

  test("is the nearer one to where the finger is", () => {
    expect(nearest({ start: 10, end: 20 }, 14)).toBe("start");
    expect(nearest({ start: 10, end: 20 }, 16)).toBe("end");
  });
});

describe("a place in the window", () => {
  test("and its time belong together, as exactly as a finger can mean", () => {
    for (const { window, time } of cases()) {
      const fraction = fractionOf(window, time);
      expect(fraction).toBeGreaterThanOrEqual(0);
      expect(fraction).toBeLessThanOrEqual(1);
      const back = timeAt(window, fraction);
      if (time >= window.start && time <= window.end)
        expect(Math.abs(back - time)).toBeLessThanOrEqual(500);
    }
  });
});

describe("a part as times", () => {
  const window = { start: "2026-11-24T10:00:00.250700Z", end: "2026-11-24T10:01:00.999900Z" };

  test("has the window's own times at its edges, to the microsecond", () => {
    expect(spanOf(partOf(window), window)).toEqual(window);
  });

  test("lies within the window", () => {
    for (const to of [0, 1, 999, 30_000]) {
      const part = moved(partOf(window), partOf(window), "start", partOf(window).start + to);
      const span = spanOf(part, window);
      // Strings of this form compare as their times do.
      const micro = (time: string) => time.replace(/(\.\d{3})Z$/, "$1000Z");
      expect(micro(span.start) >= window.start).toBe(true);
      expect(micro(span.end) <= window.end).toBe(true);
    }
  });
});
