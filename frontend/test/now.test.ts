import { afterEach, expect, test, vi } from "vitest";
import { listShares } from "../src/api.js";
import { askNow, learnNow, now } from "../src/now.js";
import { fromNow } from "../src/time.js";
import { FakeHome } from "./support/home.js";

afterEach(() => {
  learnNow(new Date().toISOString());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a browser whose clock is an hour behind tells times as the home's clock has them", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-24T09:00:00Z") });
  const home = new FakeHome().on("shares/list", () => ({ shares: [], now: "2026-11-24T10:00:00Z" }));
  expect(fromNow(home.hass, "2026-11-24T09:55:00Z")).toBe("in 55 minutes");
  await listShares(home.hass);
  expect(fromNow(home.hass, "2026-11-24T09:55:00Z")).toBe("5 minutes ago");
  vi.advanceTimersByTime(60_000);
  expect(fromNow(home.hass, "2026-11-24T09:55:00Z")).toBe("6 minutes ago");
});

test("a page that asks the home for nothing else learns its time, once", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-24T09:00:00Z") });
  const answer = { headers: new Headers({ date: "Tue, 24 Nov 2026 10:00:00 GMT" }) };
  const fetch = vi.fn().mockRejectedValueOnce(new TypeError()).mockResolvedValue(answer);
  vi.stubGlobal("fetch", fetch);
  await askNow();
  expect(now()).toBe(Date.parse("2026-11-24T09:00:00Z"));
  await Promise.all([askNow(), askNow()]);
  expect(now()).toBe(Date.parse("2026-11-24T10:00:00Z"));
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("an answer that took a while does not turn the clock", () => {
  vi.useFakeTimers({ now: 1_000_000_000_000 });
  learnNow(new Date(1_000_000_000_000 - 30_000).toISOString());
  expect(now()).toBe(1_000_000_000_000);
});
