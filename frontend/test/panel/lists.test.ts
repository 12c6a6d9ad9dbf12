import { describe, expect, test } from "vitest";
import type { FootageRequest } from "../../src/api.js";
import "../../src/panel/record-page.js";
import "../../src/panel/requesters-page.js";
import "../../src/panel/requests-page.js";
import "../../src/panel/shares-page.js";
import { NUMBERS } from "../../src/panel/api.js";
import { NEIGHBOUR, REQUEST, all, button, find, home, put, read, until } from "./home.js";

const count = (shared: number) =>
  Object.fromEntries(NUMBERS.map((name) => [name, name === "shared" ? shared : 0]));

describe("answered requests", () => {
  const many = Array.from({ length: 25 }, (_, number) => ({
    ...REQUEST,
    request_id: String(number),
  }));
  const list = ({ cursor, limit }: Record<string, unknown>) => {
    const from = Number(cursor ?? 0);
    const to = from + Number(limit);
    return {
      requests: many.slice(from, to),
      cursor: to < many.length ? String(to) : null,
      waiting: 0,
    };
  };

  test("come in pages", async () => {
    const page = await put("ring-watch-page-requests", { hass: home({ "requests/list": list }).hass });
    await until(() => all(page, "li").length === 20);
    button(page, "Show more").click();
    await until(() => all(page, "li").length === 25);
    expect(read(page)).not.toContain("Show more");
  });

  test("show what a stranger typed as text", async () => {
    const hostile: FootageRequest = { ...REQUEST, reason: "<img src=x onerror=alert(1)>" };
    const { hass } = home({ "requests/list": { requests: [hostile], cursor: null, waiting: 0 } });
    const page = await put("ring-watch-page-requests", { hass });
    await until(() => read(page).includes("Anna[U+202E]"));
    expect(read(page)).toContain("<img src=x onerror=alert(1)>");
    expect(find(page, "img")).toBeNull();
  });

  test("are erased after one question", async () => {
    const { hass, asked } = home({
      "requests/list": { requests: [REQUEST], cursor: null, waiting: 0 },
      "requests/erase": { erased: true },
    });
    const page = await put("ring-watch-page-requests", { hass });
    (await until(() => find(page, "ring-watch-ask button"))).click();
    await until(() => read(page).includes("forgotten for good"));
    expect(asked.some(({ name }) => name === "requests/erase")).toBe(false);
    find(page, ".question .danger")!.click();
    await until(() => asked.some(({ name }) => name === "requests/erase"));
  });
});

test("ended shares say how they ended", async () => {
  const ended = { ...REQUEST, state: "used_up" };
  const { hass, asked } = home({
    "requests/list": { requests: [ended], cursor: null, waiting: 0 },
    "shares/list": { shares: [] },
  });
  const page = await put("ring-watch-page-shares", { hass });
  await until(() => all(page, "li").some((row) => read(row).includes("as often as it could be")));
  expect(asked.find(({ name }) => name === "requests/list")?.fields["states"]).toEqual([
    "revoked",
    "expired",
    "used_up",
  ]);
});

describe("requesters", () => {
  test("are listed with what they asked", async () => {
    const { hass } = home({ "requesters/list": { requesters: [NEIGHBOUR] } });
    const page = await put("ring-watch-page-requesters", { hass });
    await until(() => read(page).includes("Berta"));
    expect(read(page)).toContain("Asked: 3. Waiting for you: 1. Live shares: 1.");
    expect(find(page, "a")?.getAttribute("href")).toBe(
      "/config/integrations/integration/ring_watch",
    );
  });

  test("are erased after one question; Escape is no", async () => {
    const { hass, asked } = home({
      "requesters/list": { requesters: [NEIGHBOUR] },
      "requesters/erase": { erased: 3 },
    });
    const page = await put("ring-watch-page-requesters", { hass });
    const open = async () => {
      (await until(() => find(page, ".ask"))).click();
      return until(() => find(page, ".question"));
    };
    (await open()).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await open();
    expect(asked.some(({ name }) => name === "requesters/erase")).toBe(false);
    find(page, ".question .danger")!.click();
    await until(() => read(page).includes("Erased what Berta wrote. Requests: 3."));
  });

  test("that cannot be read are said so in a sentence", async () => {
    const { hass } = home({ "requesters/list": new Error("The ledger cannot be read.") });
    const page = await put("ring-watch-page-requesters", { hass });
    await until(() => find(page, "[role=alert]")?.textContent?.includes("cannot be read"));
  });
});

test("the record is a table for each month, newest first, and all together", async () => {
  const month = (name: string, shared: number) => ({
    month: name,
    total: count(shared),
    requesters: [{ requester_id: null, requester: null, ...count(shared) }],
  });
  const { hass } = home({
    record: { total: count(5), months: [month("2026-11", 2), month("2026-10", 3)] },
  });
  const page = await put("ring-watch-page-record", { hass });
  await until(() => all(page, "table").length === 3);
  expect(all(page, "caption").map((one) => one.textContent?.trim())).toEqual([
    "November 2026",
    "October 2026",
    "Everything",
  ]);
  expect(read(find(page, "tbody")!)).toContain("Strangers");
});
