// What the owner is about to share, before it is prepared: pure functions.

import type { Area, Clip, FootageRequest, Prepared, PrepareOptions } from "./api.js";
import { sameBoxes, type Box } from "./boxes.js";
import { partOf, samePart, spanOf, type Part } from "./trim.js";

export interface DraftPart extends Part {
  doorbell_id: string;
  included: boolean;
}

export interface Draft {
  parts: readonly DraftPart[];
  boxes: readonly Area[];
  audio: boolean;
}

/** Return the whole window of each doorbell, or what was prepared if something was. */
export function draftOf(request: FootageRequest): Draft {
  const { prepared } = request;
  const clips = prepared?.clips ?? [];
  const parts = clips.map((clip) => ({
    doorbell_id: clip.doorbell_id,
    included: true,
    ...partOf(clip.requested),
  }));
  const others = request.doorbells
    .filter(({ doorbell_id }) => !clips.some((clip) => clip.doorbell_id === doorbell_id))
    .map(({ doorbell_id }) => ({ doorbell_id, included: !prepared, ...partOf(request) }));
  return {
    parts: [...parts, ...others],
    boxes: prepared?.boxes ?? [],
    audio: prepared?.audio ?? false,
  };
}

const included = (draft: Draft) => draft.parts.filter((part) => part.included);

/** Return how long all that is included is together, in milliseconds. */
export function lengthOf(draft: Draft): number {
  return included(draft).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Return the boxes of what is included; others would be refused. */
function boxesOf(draft: Draft): Area[] {
  const shown = new Set(included(draft).map((part) => part.doorbell_id));
  return draft.boxes.filter((box) => shown.has(box.doorbell_id));
}

/** Return what has to be prepared for a draft. */
export function optionsOf(draft: Draft, request: FootageRequest): Required<PrepareOptions> {
  return {
    parts: included(draft).map((part) => ({
      doorbell_id: part.doorbell_id,
      ...spanOf(part, request),
    })),
    boxes: boxesOf(draft),
    audio: draft.audio,
  };
}

/** Tell whether a draft is exactly what was prepared. */
export function isPrepared(draft: Draft, prepared: Prepared | null): boolean {
  if (!prepared || draft.audio !== prepared.audio) return false;
  const parts = included(draft);
  const boxes = boxesOf(draft);
  return (
    parts.length === prepared.clips.length &&
    parts.every((part, i) => {
      const clip: Clip = prepared.clips[i]!;
      return part.doorbell_id === clip.doorbell_id && samePart(part, partOf(clip.requested));
    }) &&
    sameBoxes(boxes, prepared.boxes) &&
    boxes.every((box, i) => box.doorbell_id === prepared.boxes[i]!.doorbell_id)
  );
}

/** Return the draft after news of a request: what was changed by hand stays. */
export function followed(
  draft: Draft,
  before: FootageRequest,
  after: FootageRequest,
): Draft {
  const untouched = before.prepared
    ? isPrepared(draft, before.prepared)
    : same(draft, draftOf(before));
  return untouched && after.prepared ? draftOf(after) : draft;
}

function same(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Return a draft with one of its parts changed. */
export function withPart(draft: Draft, index: number, change: Partial<DraftPart>): Draft {
  const parts = draft.parts.map((part, i) => (i === index ? { ...part, ...change } : part));
  return { ...draft, parts };
}

/** Return a draft with other boxes of one doorbell. */
export function withBoxes(draft: Draft, doorbell_id: string, boxes: readonly Box[]): Draft {
  const others = draft.boxes.filter((box) => box.doorbell_id !== doorbell_id);
  const own = boxes.map(({ x, y, width, height }) => ({ doorbell_id, x, y, width, height }));
  return { ...draft, boxes: [...others, ...own] };
}

/** Return the index of the clip that was made of a part, -1 where there is none. */
export function clipIndex(draft: Draft, index: number, prepared: Prepared | null): number {
  const { doorbell_id } = draft.parts[index]!;
  const same = (one: { doorbell_id: string }) => one.doorbell_id === doorbell_id;
  const nth = draft.parts.slice(0, index).filter(same).length;
  const clips = prepared?.clips ?? [];
  return clips.findIndex((clip, i) => same(clip) && clips.slice(0, i).filter(same).length === nth);
}
