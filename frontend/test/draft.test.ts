import { describe, expect, test } from "vitest";
import {
  clipIndex,
  draftOf,
  followed,
  isPrepared,
  lengthOf,
  optionsOf,
  withBoxes,
  withPart,
} from "../src/draft.js";
import { aRequest, END, prepared, ready, START } from "./support/home.js";

const two = [
  { doorbell_id: "d1", name: "Front door" },
  { doorbell_id: "d2", name: "Garage" },
];
const box = { x: 0, y: 0, width: 0.5, height: 0.5 };

describe("a draft", () => {
  test("is all that was asked for, until something was prepared", () => {
    const request = aRequest({ doorbells: two });
    expect(optionsOf(draftOf(request), request)).toEqual({
      parts: two.map(({ doorbell_id }) => ({ doorbell_id, start: START, end: END })),
      boxes: [],
      audio: false,
    });
  });

  test("is then what was prepared, without the doorbells that were left out", () => {
    const request = ready("h1", { doorbells: two });
    const draft = draftOf(request);
    expect(draft.parts.map((part) => [part.doorbell_id, part.included])).toEqual([
      ["d1", true],
      ["d2", false],
    ]);
    expect(isPrepared(draft, request.prepared)).toBe(true);
  });

  test("has several parts of one doorbell, each with its clip", () => {
    const clip = prepared("h").clips[0]!;
    const request = ready("h", { prepared: prepared("h", { clips: [clip, clip] }) });
    const draft = draftOf(request);
    expect([0, 1].map((i) => clipIndex(draft, i, request.prepared))).toEqual([0, 1]);
  });

  test("is prepared only while nothing differs", () => {
    const request = ready("h1", { doorbells: two });
    const draft = draftOf(request);
    const changes = [
      withPart(draft, 0, { start: draft.parts[0]!.start + 1 }),
      withPart(draft, 1, { included: true }),
      withBoxes(draft, "d1", [box]),
      { ...draft, audio: true },
    ];
    for (const change of changes) expect(isPrepared(change, request.prepared)).toBe(false);
  });

  test("is as long as all that is included together", () => {
    const draft = draftOf(aRequest({ doorbells: two }));
    expect(lengthOf(draft)).toBe(120_000);
    expect(lengthOf(withPart(draft, 0, { included: false }))).toBe(60_000);
  });

  test("has no boxes of a doorbell that is left out", () => {
    const request = aRequest({ doorbells: two });
    const draft = withPart(withBoxes(draftOf(request), "d2", [box]), 1, { included: false });
    expect(optionsOf(draft, request).boxes).toEqual([]);
  });

  test("follows what somebody else prepares, unless it was changed by hand", () => {
    const [before, after] = [ready("h1"), ready("h2", { prepared: prepared("h2", { audio: true }) })];
    const draft = draftOf(before);
    expect(followed(draft, before, after).audio).toBe(true);
    const changed = withBoxes(draft, "d1", [box]);
    expect(followed(changed, before, after)).toBe(changed);
  });
});
