// Whether footage has sound, as far as that is known before a clip is made of it.

import type { Span } from "./api.js";
import { partOf, type Part } from "./trim.js";

/** There is some, or will be as soon as footage is kept; none; nobody knows yet. */
export type Sound = "some" | "none" | "unknown";

/** What is at home of a window. */
export interface Kept {
  spans: readonly Span[];
  gaps: readonly Span[];
  sound: readonly Span[];
  /** Whether what is missing may still be fetched, with or without sound. */
  elsewhere: boolean;
}

/** Return whether a part of what is kept has sound. */
export function soundOf(part: Part, kept: Kept | undefined): Sound {
  const reaches = (spans: readonly Span[]) =>
    spans.map(partOf).some(({ start, end }) => start < part.end && part.start < end);
  if (!kept) return "unknown";
  if (reaches(kept.sound)) return "some";
  const anything = reaches(kept.spans);
  if (kept.elsewhere && (!anything || reaches(kept.gaps))) return "unknown";
  // The newest footage is kept a moment after it was seen.
  return anything ? "none" : "some";
}

/** Return whether several parts have sound, taken together. */
export function together(sounds: readonly Sound[]): Sound {
  if (sounds.includes("some")) return "some";
  return sounds.includes("unknown") ? "unknown" : "none";
}
