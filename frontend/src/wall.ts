// What the clocks of a time zone show, and when they show it. A wall time is written as
// the milliseconds that a clock in UTC would need to show the same.

const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-US-u-ca-iso8601", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, found);
  }
  return found;
}

/** Return the wall time at a moment; parts of a second stay. */
export function wallOf(zone: string, moment: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(moment)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const part = ((moment % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, part);
}

/**
 * Return the moments at which the clocks show a wall time, the earlier one first: one,
 * two where they were set back over it, none where they were set forward over it.
 */
export function momentsOf(zone: string, wall: number): number[] {
  // The offset of a zone changes at most once between these two.
  const offsets = [wall - DAY, wall + DAY].map((near) => wallOf(zone, near) - near);
  const found = offsets.map((offset) => wall - offset);
  return [...new Set(found)]
    .filter((moment) => wallOf(zone, moment) === wall)
    .sort((one, other) => one - other);
}

/** Return the day at a moment, such as "2026-11-24". */
export function dayOf(zone: string, moment: number): string {
  return new Date(wallOf(zone, moment)).toISOString().slice(0, 10);
}

/** Return the day so many days later, or earlier. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** Return when a day begins and ends: 23, 24 or 25 hours, as the clocks go. */
export function dayBounds(zone: string, day: string): { start: number; end: number } {
  return { start: firstOf(zone, day), end: firstOf(zone, dayAfter(day)) };
}

function firstOf(zone: string, day: string): number {
  const midnight = Date.parse(day);
  const [first] = momentsOf(zone, midnight);
  if (first !== undefined) return first;
  // Set forward over midnight: what would have been midnight is the first moment after.
  const before = midnight - DAY;
  return midnight - (wallOf(zone, before) - before);
}

/** Return the value of a field of the type `datetime-local`, to the second. */
export function fieldValue(zone: string, moment: number): string {
  return new Date(wallOf(zone, moment)).toISOString().slice(0, 19);
}

/** Return the wall time of such a field, or null where it is empty. */
export function fieldWall(value: string): number | null {
  const wall = Date.parse(`${value}Z`);
  return Number.isNaN(wall) ? null : wall;
}
