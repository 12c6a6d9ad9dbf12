import { afterEach, describe, expect, test } from "vitest";
import { addressOf, go, placeOf } from "../../src/panel/navigation.js";

describe("a path", () => {
  test.each([
    ["", "requests", ""],
    ["/", "requests", ""],
    ["/ledger", "ledger", ""],
    ["/requests/0123", "requests", "0123"],
    ["/nothing/0123", "requests", ""],
    ["/constructor", "requests", ""],
  ])("%j leads to %s %j", (path, page, rest) => expect(placeOf(path)).toEqual({ page, rest }));

  test("is found again in its address", () => {
    expect(addressOf("requests", "0123")).toBe("/ring-watch/requests/0123");
    expect(addressOf("shares")).toBe("/ring-watch/shares");
  });
});

describe("going somewhere", () => {
  const heard: boolean[] = [];
  const listen = (event: Event) => heard.push((event as CustomEvent).detail.replace);

  afterEach(() => window.removeEventListener("location-changed", listen));

  test("tells Home Assistant, and can be gone back from", () => {
    window.addEventListener("location-changed", listen);
    go("/ring-watch/shares");
    go("/ring-watch/record", true);
    expect(location.pathname).toBe("/ring-watch/record");
    expect(heard).toEqual([false, true]);
  });
});
