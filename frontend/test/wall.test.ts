import { describe, expect, test } from "vitest";
import {
  dayAfter,
  dayBounds,
  dayOf,
  fieldValue,
  fieldWall,
  momentsOf,
  wallOf,
} from "../src/wall.js";

const HOUR = 3_600_000;
const AMSTERDAM = "Europe/Amsterdam";

describe("a day at home", () => {
  test.each([
    [AMSTERDAM, "2026-11-24", "2026-11-23T23:00:00Z", 24],
    [AMSTERDAM, "2026-03-29", "2026-03-28T23:00:00Z", 23],
    [AMSTERDAM, "2026-10-25", "2026-10-24T22:00:00Z", 25],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5],
    ["Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", 24],
    // Its clocks go forward at midnight, so the day begins at one.
    ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23],
    // Its clocks go back from one to midnight, so midnight comes twice.
    ["America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25],
    ["UTC", "2024-02-29", "2024-02-29T00:00:00Z", 24],
  ])("%s %s begins at %s and has %d hours", (zone, day, first, hours) => {
    const { start, end } = dayBounds(zone, day);
    expect(new Date(start).toISOString()).toBe(new Date(first).toISOString());
    expect((end - start) / HOUR).toBe(hours);
    expect(dayOf(zone, start)).toBe(day);
    expect(dayOf(zone, end - 1)).toBe(day);
    expect(dayOf(zone, end)).toBe(dayAfter(day));
  });

  test("is followed by the next over months and years", () => {
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
    expect(dayAfter("2028-03-01", -1)).toBe("2028-02-29");
  });
});

describe("a time that somebody enters", () => {
  const at = (text: string) => momentsOf(AMSTERDAM, fieldWall(text)!);

  test("is one moment as a rule", () => {
    expect(at("2026-11-24T14:05:00")).toEqual([Date.parse("2026-11-24T13:05:00Z")]);
  });

  test("is two where the clocks were set back, the earlier first", () => {
    expect(at("2026-10-25T02:30")).toEqual([
      Date.parse("2026-10-25T00:30:00Z"),
      Date.parse("2026-10-25T01:30:00Z"),
    ]);
  });

  test("is none where the clocks were set forward", () => {
    expect(at("2026-03-29T02:30")).toEqual([]);
    expect(at("2026-03-29T03:00")).toHaveLength(1);
  });

  test("may be empty", () => expect(fieldWall("")).toBeNull());
});

test("every moment is found again in what the clocks show", () => {
  const first = Date.parse("2026-10-24T00:00:00Z");
  for (const zone of [AMSTERDAM, "America/Havana", "Africa/Cairo", "Pacific/Chatham"])
    for (let moment = first; moment < first + 72 * HOUR; moment += 900_000)
      expect(momentsOf(zone, wallOf(zone, moment))).toContain(moment);
});

test("a field shows whole seconds", () => {
  expect(fieldValue(AMSTERDAM, Date.parse("2026-11-24T13:05:09.750Z"))).toBe(
    "2026-11-24T14:05:09",
  );
});
