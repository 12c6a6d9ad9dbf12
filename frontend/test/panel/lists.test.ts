import { describe, expect, test } from "vitest";
import type { FootageRequest } from "../../src/api.js";
import "../../src/panel/record-page.js";
import "../../src/panel/requesters-page.js";
import "../../src/panel/requests-page.js";
import "../../src/panel/shares-page.js";
import { NUMBERS } from "../../src/panel/api.js";
import { aRequest } from "../support/home.js";
import { all, settle, show, textOf } from "../support/page.js";
import { NEIGHBOUR, button, find, home, until } from "./home.js";

const DECLINED = aRequest({
  state: "declined",
  name: "Anna\u202E",
  history: [{ state: "declined", time: "2026-11-24T12:00:00Z", entry: 3, user_id: "u" }],
});

const count = (shared: number) =>
  Object.fromEntries(NUMBERS.map((name) => [name, name === "shared" ? shared : 0]));

const many = Array.from({ length: 25 }, (_, number) => ({
  ...DECLINED,
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

describe("answered requests", () => {
  test("come in pages", async () => {
    const page = await show("ring-watch-page-requests", { hass: home({ "requests/list": list }).hass });
    await until(() => all(page, "li").length === 20);
    button(page, "Show more").click();
    await until(() => all(page, "li").length === 25);
    expect(textOf(page)).not.toContain("Show more");
  });

  test("show what a stranger typed as text", async () => {
    const hostile: FootageRequest = { ...DECLINED, reason: "<img src=x onerror=alert(1)>" };
    const fake = home({ "requests/list": { requests: [hostile], cursor: null, waiting: 0 } });
    const page = await show("ring-watch-page-requests", { hass: fake.hass });
    await until(() => textOf(page).includes("Anna[U+202E]"));
    expect(textOf(page)).toContain("<img src=x onerror=alert(1)>");
    expect(find(page, "img")).toBeNull();
  });

  test("are no others than those that do not wait", async () => {
    const requests = [aRequest({ state: "approved" }), DECLINED];
    const fake = home({
      "requests/list": ({ states }: Record<string, unknown>) => ({
        requests: requests.filter(({ state }) => (states as string[]).includes(state)),
        cursor: null,
        waiting: 1,
      }),
    });
    const page = await show("ring-watch-page-requests", { hass: fake.hass });
    const rows = await until(() => (all(page, "li").length ? all(page, "li") : null));
    expect(rows.map(textOf)).toEqual([expect.stringContaining("was declined")]);
  });

  test("are erased after one question", async () => {
    const fake = home({
      "requests/list": { requests: [DECLINED], cursor: null, waiting: 0 },
      "requests/erase": { erased: true },
    });
    const page = await show("ring-watch-page-requests", { hass: fake.hass });
    (await until(() => find(page, "ring-watch-ask button"))).click();
    await until(() => textOf(page).includes("forgotten for good"));
    expect(fake.called("requests/erase").length).toBe(0);
    find(page, ".question .danger")!.click();
    await until(() => fake.called("requests/erase").length);
  });
});

test("ended shares say how they ended", async () => {
  const ended = { ...DECLINED, state: "used_up" };
  const fake = home({
    "requests/list": { requests: [ended], cursor: null, waiting: 0 },
    "shares/list": { shares: [] },
  });
  const page = await show("ring-watch-page-shares", { hass: fake.hass });
  await until(() => all(page, "li").some((row) => textOf(row).includes("as often as it could be")));
  expect(fake.called("requests/list")[0]?.["states"]).toEqual([
    "revoked",
    "expired",
    "used_up",
  ]);
});

test("ended shares that were asked for stay when something happens", async () => {
  const fake = home({ "requests/list": list, "shares/list": { shares: [] } });
  const page = await show("ring-watch-page-shares", { hass: fake.hass });
  await until(() => all(page, "li").length === 20);
  button(page, "Show more").click();
  await until(() => all(page, "li").length === 25);
  fake.step({ type: "expired", request_id: "0", share_id: "s" });
  await until(() => fake.called("requests/list").at(-1)?.["limit"] === 25);
  await settle();
  expect(all(page, "li")).toHaveLength(25);
});

describe("requesters", () => {
  test("are listed with what they asked", async () => {
    const fake = home({ "requesters/list": { requesters: [NEIGHBOUR] } });
    const page = await show("ring-watch-page-requesters", { hass: fake.hass });
    await until(() => textOf(page).includes("Berta"));
    expect(textOf(page)).toContain("Asked: 3. Waiting for you: 1. Live shares: 1.");
    expect(find(page, "a")?.getAttribute("href")).toBe(
      "/config/integrations/integration/ring_watch",
    );
  });

  test("are erased after one question; Escape is no", async () => {
    const fake = home({
      "requesters/list": { requesters: [NEIGHBOUR] },
      "requesters/erase": { erased: 3 },
    });
    const page = await show("ring-watch-page-requesters", { hass: fake.hass });
    const open = async () => {
      (await until(() => find(page, ".ask"))).click();
      return until(() => find(page, ".question"));
    };
    (await open()).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await open();
    expect(fake.called("requesters/erase").length).toBe(0);
    find(page, ".question .danger")!.click();
    await until(() => textOf(page).includes("Erased what Berta wrote. Requests: 3."));
  });

  test("that cannot be read are said so in a sentence", async () => {
    const fake = home({ "requesters/list": new Error("The ledger cannot be read.") });
    const page = await show("ring-watch-page-requesters", { hass: fake.hass });
    await until(() => find(page, "[role=alert]")?.textContent?.includes("cannot be read"));
  });
});

test("the record is a table for each month, newest first, and all together", async () => {
  const month = (name: string, shared: number) => ({
    month: name,
    total: count(shared),
    requesters: [{ requester_id: null, requester: null, ...count(shared) }],
  });
  const fake = home({
    record: { total: count(5), months: [month("2026-11", 2), month("2026-10", 3)] },
  });
  const page = await show("ring-watch-page-record", { hass: fake.hass });
  await until(() => all(page, "table").length === 3);
  expect(all(page, "caption").map((one) => one.textContent?.trim())).toEqual([
    "November 2026",
    "October 2026",
    "Everything",
  ]);
  expect(textOf(find(page, "tbody")!)).toContain("Strangers");
});
