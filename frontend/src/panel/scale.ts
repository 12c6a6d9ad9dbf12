// The arithmetic of a timeline. Times are milliseconds since 1970; a place is a fraction
// of the width, from 0 to 1.

import { SHORTEST, type Handle, type Part } from "../trim.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** No less is shown at once. */
export const CLOSEST = 20 * SECOND;
/** The longest window that can be gathered. */
export const LONGEST = 12 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR),
];

export const lengthOf = (stretch: Part): number => stretch.end - stretch.start;

/** Return a number that is no less and no more than the others. */
export const within = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

/** Return the place of a time; outside of 0 to 1 where it is not in view. */
export const placeOf = (view: Part, time: number): number =>
  (time - view.start) / lengthOf(view);

/** Return the time at a place. */
export const timeAt = (view: Part, place: number): number =>
  view.start + place * lengthOf(view);

/** Return the part of a stretch that is in view as places, or null. */
export function seen(view: Part, stretch: Part): { left: number; width: number } | null {
  const left = Math.max(0, placeOf(view, stretch.start));
  const right = Math.min(1, placeOf(view, stretch.end));
  return right > left ? { left, width: right - left } : null;
}

/** Return the view so many times as wide; the time `around` keeps its place. */
export function zoomed(view: Part, factor: number, around: number, whole: Part): Part {
  const width = within(
    lengthOf(view) * factor,
    Math.min(CLOSEST, lengthOf(whole)),
    lengthOf(whole),
  );
  return inside(around - placeOf(view, around) * width, width, whole);
}

/** Return the view moved by so many of its own widths. */
export function shifted(view: Part, widths: number, whole: Part): Part {
  return inside(view.start + widths * lengthOf(view), lengthOf(view), whole);
}

/** Return a view of a stretch with as much again around it. */
export function closeUp(stretch: Part, whole: Part): Part {
  const width = within(lengthOf(stretch) * 3, CLOSEST, lengthOf(whole));
  return inside((stretch.start + stretch.end - width) / 2, width, whole);
}

function inside(start: number, width: number, whole: Part): Part {
  const first = within(start, whole.start, whole.end - width);
  return { start: first, end: first + width };
}

/** Return round times in view, not more than `most`, counted from the day's beginning. */
export function ticks(view: Part, most: number, origin: number): number[] {
  const step = STEPS.find((size) => lengthOf(view) / size <= most) ?? 24 * HOUR;
  const found = [];
  const first = origin + Math.ceil((view.start - origin) / step) * step;
  for (let time = first; time < view.end; time += step) found.push(time);
  return found;
}

/** Return the window between two times, in whole seconds, as far as it can be gathered. */
export function windowBetween(one: number, other: number, limits: Part): Part {
  const start = whole(Math.min(one, other), limits);
  const end = whole(Math.max(one, other), limits);
  return end - start > LONGEST
    ? one < other
      ? { start, end: start + LONGEST }
      : { start: end - LONGEST, end }
    : { start, end };
}

/** Return the window with one edge at another time; the other edge stays. */
export function withEdge(window: Part, edge: Handle, time: number, limits: Part): Part {
  const { start, end } = window;
  return edge === "start"
    ? { start: within(whole(time, limits), end - LONGEST, end - SHORTEST), end }
    : { start, end: within(whole(time, limits), start + SHORTEST, start + LONGEST) };
}

/**
 * Return the window with an edge at a time that somebody typed. Where it would be none, or
 * too long, all of it comes along.
 */
export function withTyped(window: Part, edge: Handle, time: number, limits: Part): Part {
  const to = whole(time, limits);
  const moved = withEdge(window, edge, to, limits);
  if (moved[edge] === to) return moved;
  const by = to - window[edge];
  const { start, end } = windowBetween(window.start + by, window.end + by, limits);
  if (end > start) return { start, end };
  return edge === "start" ? { start: end - SHORTEST, end } : { start, end: start + SHORTEST };
}

function whole(time: number, limits: Part): number {
  const second = Math.round(time / SECOND) * SECOND;
  return within(
    second,
    Math.ceil(limits.start / SECOND) * SECOND,
    Math.floor(limits.end / SECOND) * SECOND,
  );
}

/** Return how far an arrow key moves an edge: about a hundredth of the view. */
export function stride(view: Part): number {
  return STEPS.findLast((size) => size <= lengthOf(view) / 100) ?? SECOND;
}
