// A part of a window: arithmetic of the two handles, in milliseconds since the epoch.

import type { Span } from "./api.js";

export interface Part {
  start: number;
  end: number;
}

export type Handle = "start" | "end";

/** No part is shorter, unless the window is. */
export const SHORTEST = 1000;

export function partOf(span: Span): Part {
  return { start: Date.parse(span.start), end: Date.parse(span.end) };
}

/**
 * Return a part as times. At an edge it is the window's very time: cut to milliseconds,
 * a start would lie before the window.
 */
export function spanOf(part: Part, window: Span): Span {
  const whole = partOf(window);
  return {
    start: part.start <= whole.start ? window.start : new Date(part.start).toISOString(),
    end: part.end >= whole.end ? window.end : new Date(part.end).toISOString(),
  };
}

/** Return the part with a handle moved as near to a time as it can go. */
export function moved(part: Part, window: Part, handle: Handle, to: number): Part {
  const least = Math.min(SHORTEST, window.end - window.start);
  const time = Math.round(to);
  return handle === "start"
    ? { start: Math.max(window.start, Math.min(time, part.end - least)), end: part.end }
    : { start: part.start, end: Math.min(window.end, Math.max(time, part.start + least)) };
}

/** Return which handle a time is nearer to. */
export function nearest(part: Part, time: number): Handle {
  return Math.abs(time - part.start) <= Math.abs(time - part.end) ? "start" : "end";
}

/** Return where in a window a time is: 0 at its start, 1 at its end. */
export function fractionOf(window: Part, time: number): number {
  const length = window.end - window.start;
  return length > 0 ? Math.min(1, Math.max(0, (time - window.start) / length)) : 0;
}

/** Return the time at a place in a window, rounded to what a finger can mean. */
export function timeAt(window: Part, fraction: number): number {
  const length = window.end - window.start;
  const grain = length > 60_000 ? 1000 : 100;
  if (fraction <= 0) return window.start;
  if (fraction >= 1) return window.end;
  return window.start + Math.round((fraction * length) / grain) * grain;
}

/** Return where a key moves a handle to; undefined for any other key. */
export function keyed(
  part: Part,
  window: Part,
  handle: Handle,
  key: string,
  fine: boolean,
): Part | undefined {
  const little = fine ? 100 : 1000;
  const much = Math.max(10_000, Math.round((window.end - window.start) / 20));
  const far = { Home: window.start, End: window.end }[key];
  const by = {
    ArrowLeft: -little,
    ArrowDown: -little,
    ArrowRight: little,
    ArrowUp: little,
    PageDown: -much,
    PageUp: much,
  }[key];
  const to = far ?? (by === undefined ? undefined : part[handle] + by);
  return to === undefined ? undefined : moved(part, window, handle, to);
}

/** Tell whether two parts are the same. */
export function samePart(one: Part, other: Part): boolean {
  return one.start === other.start && one.end === other.end;
}
