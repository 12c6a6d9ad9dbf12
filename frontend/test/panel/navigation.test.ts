import { afterEach, describe, expect, test } from "vitest";
import { addressOf, go, placeOf } from "../../src/panel/navigation.js";

describe("a path", () => {
  test.each([
    ["", "requests", "", false],
    ["/", "requests", "", false],
    ["/ledger", "ledger", "", false],
    ["/requests/0123", "requests", "0123", false],
    ["/requests/0123/look", "requests", "0123", true],
    ["/nothing/0123", "requests", "", false],
    ["/constructor", "requests", "", false],
  ])("%j leads to %s %j", (path, page, rest, looks) =>
    expect(placeOf(path)).toEqual({ page, rest, looks }),
  );

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
