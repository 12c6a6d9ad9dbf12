// The home's time. A browser's own clock may be wrong; to less than a minute it is right.

const MINUTE = 60_000;

let ahead = 0;

/** Take in what time it is at home. */
export function learnNow(time: string): void {
  const off = Date.parse(time) - Date.now();
  ahead = Math.abs(off) < MINUTE ? 0 : off;
}

let asked: Promise<void> | undefined;

/**
 * Ask for the home's time, once for all: for who is told nothing by the home that has it.
 * Every answer over HTTP has it, to the second.
 */
export function askNow(): Promise<void> {
  return (asked ??= fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).then(
    ({ headers }) => {
      const date = headers.get("date");
      if (date) learnNow(date);
    },
    () => (asked = undefined),
  ));
}

/** Return what time it is at home, in milliseconds. */
export function now(): number {
  return Date.now() + ahead;
}
