import { expect, test } from "vitest";
import { soundOf, together, type Kept } from "../src/sound.js";

const at = (minute: number) => `2026-11-24T10:${String(minute).padStart(2, "0")}:00.000000Z`;
const span = (from: number, to: number) => ({ start: at(from), end: at(to) });
const part = (from: number, to: number) => ({ start: Date.parse(at(from)), end: Date.parse(at(to)) });

const KEPT: Kept = {
  spans: [span(0, 10), span(20, 30)],
  gaps: [span(10, 20), span(30, 40)],
  sound: [span(20, 25)],
  elsewhere: false,
};

test.each([
  [part(0, 10), "none"],
  [part(5, 15), "none"],
  [part(24, 26), "some"],
  [part(25, 30), "none"],
  // Nothing is there yet.
  [part(30, 40), "some"],
])("footage at home tells it: %#", (window, sound) => expect(soundOf(window, KEPT)).toBe(sound));

test.each([
  [part(0, 10), "none"],
  [part(5, 15), "unknown"],
  [part(24, 40), "some"],
  [part(30, 40), "unknown"],
])("what is still to be fetched may have some: %#", (window, sound) =>
  expect(soundOf(window, { ...KEPT, elsewhere: true })).toBe(sound),
);

test("nothing is known before it was looked at", () => {
  expect(soundOf(part(0, 10), undefined)).toBe("unknown");
});

test("of several parts one with sound is enough", () => {
  expect(together(["none", "unknown", "some"])).toBe("some");
  expect(together(["none", "unknown"])).toBe("unknown");
  expect(together(["none", "none"])).toBe("none");
});
