import { afterEach, expect, test, vi } from "vitest";
import type { Draft } from "../src/draft.js";
import { draftOf, withBoxes, withPart } from "../src/draft.js";
import { forget, recall, remember } from "../src/unfinished.js";
import { aRequest, FakeHome } from "./support/home.js";

const { hass } = new FakeHome();
const request = aRequest();
const whole = draftOf(request);
const trimmed = withBoxes(
  withPart(whole, 0, { start: whole.parts[0]!.start + 1000 }),
  "d1",
  [{ x: 0.1, y: 0, width: 0.5, height: 1 }],
);

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

test("what is remembered is recalled until it is forgotten", () => {
  remember(hass, "r1", trimmed);
  remember(hass, "r2", whole);
  expect(recall(hass, request)).toEqual(trimmed);
  forget(hass, "r1");
  expect(recall(hass, request)).toBeUndefined();
  forget(hass, "r2");
  expect(sessionStorage).toHaveLength(0);
});

test("another user of the same browser finds nothing of it", () => {
  remember(hass, "r1", trimmed);
  const other = { ...hass, user: { id: "v", name: "", is_admin: true } };
  expect(recall(other, request)).toBeUndefined();
});

test("only so many are kept, the newest", () => {
  for (let number = 0; number < 30; number++) remember(hass, `r${number}`, whole);
  expect(recall(hass, aRequest({ request_id: "r9" }))).toBeUndefined();
  expect(recall(hass, aRequest({ request_id: "r10" }))).toBeDefined();
});

test("it holds times, rectangles and ids, and nobody's words", () => {
  remember(hass, "r1", trimmed);
  const kept = JSON.stringify({ ...sessionStorage });
  for (const word of [request.name, request.reason, "Front door"]) expect(kept).not.toContain(word);
});

test.each<[string, unknown]>([
  ["nothing", null],
  ["a text", "x"],
  ["no parts", { boxes: [], audio: false }],
  ["parts of nothing", { ...trimmed, parts: [null] }],
  ["a doorbell that is not asked for", withBoxes(trimmed, "d9", trimmed.boxes)],
  ["a doorbell too few", { ...trimmed, parts: [] }],
  ["a part outside", withPart(trimmed, 0, { end: trimmed.parts[0]!.end + 1 })],
  ["a part without a length", withPart(trimmed, 0, { end: trimmed.parts[0]!.start })],
  ["a part without times", { ...trimmed, parts: [{ doorbell_id: "d1", included: true }] }],
  ["a box outside", withBoxes(trimmed, "d1", [{ x: 2, y: 0, width: 1, height: 1 }])],
  ["a box of texts", { ...trimmed, boxes: [{ doorbell_id: "d1", x: "0", y: 0, width: 1, height: 1 }] }],
  ["no sound", { ...trimmed, audio: "no" }],
])("%s is not recalled", (_, stored) => {
  remember(hass, "r1", stored as Draft);
  expect(recall(hass, request)).toBeUndefined();
});

test("what the storage holds of anybody else is no trouble", () => {
  sessionStorage.setItem("ring-watch-unfinished-u", "no JSON");
  expect(recall(hass, request)).toBeUndefined();
  remember(hass, "r1", trimmed);
  expect(recall(hass, request)).toEqual(trimmed);
});

test("a browser that stores nothing remembers for as long as the page stands", () => {
  for (const name of ["getItem", "setItem", "removeItem"] as const)
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("no", "SecurityError");
    });
  remember(hass, "r1", trimmed);
  expect(recall(hass, request)).toEqual(trimmed);
  forget(hass, "r1");
  expect(recall(hass, request)).toBeUndefined();
});
