// The home's time. A browser's own clock may be wrong; to less than a minute it is right.

const MINUTE = 60_000;

let ahead = 0;

/** Take in what time it is at home. */
export function learnNow(time: string): void {
  const off = Date.parse(time) - Date.now();
  ahead = Math.abs(off) < MINUTE ? 0 : off;
}

/** Return what time it is at home, in milliseconds. */
export function now(): number {
  return Date.now() + ahead;
}
