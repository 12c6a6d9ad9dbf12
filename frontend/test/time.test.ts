import { expect, test } from "vitest";
import type { HomeAssistant } from "../src/hass.js";
import { clock, fromNow, missing, missingAtFirst, seconds } from "../src/time.js";

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

test("what is missing of a window is told in all, and at its beginning", () => {
  const at = (second: number) => new Date(second * 1000).toISOString();
  const [window, first, later] = [[0, 60], [0, 12], [30, 40]].map(([start, end]) => ({
    start: at(start!),
    end: at(end!),
  })) as [never, never, never];
  expect(missing([first, later])).toBe(22);
  expect(missingAtFirst(window, [first, later])).toBe(12);
  expect(missingAtFirst(window, [later])).toBe(0);
});

test.each([
  [7 * 86_400 - 9, "in 7 days"],
  [-8, "8 seconds ago"],
  [5400 + 60, "in 2 hours"],
  [-86_400, "yesterday"],
])("what is %d seconds away is %s", (away, text) => {
  const hass = { locale: { language: "en" }, localize: () => "" } as unknown as HomeAssistant;
  const now = Date.parse("2026-11-24T10:00:00Z");
  expect(fromNow(hass, new Date(now + away * 1000).toISOString(), now)).toBe(text);
});
