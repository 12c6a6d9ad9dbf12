import { expect, test } from "vitest";
import { clock, seconds } from "../src/time.js";

test("a window's length is in seconds, to the millisecond", () => {
  const span = { start: "2026-11-24T10:00:00.250000Z", end: "2026-11-24T10:00:12.500000Z" };
  expect(seconds(span)).toBe(12.25);
});

test.each([
  [0, "0:00"],
  [59.99, "0:59"],
  [61, "1:01"],
  [3605, "1:00:05"],
  [-3, "0:00"],
])("%d seconds are %s", (length, text) => expect(clock(length)).toBe(text));
