import { describe, expect, test } from "vitest";
import type { Entry, LedgerPage } from "../../src/panel/api.js";
import "../../src/panel/ledger-page.js";
import { LedgerPages, PAGE } from "../../src/panel/ledger-pages.js";
import { all, show, textOf } from "../support/page.js";
import { button, find, home, until } from "./home.js";

const entry = (seq: number): Entry => ({
  seq,
  time: "2026-11-24T12:00:00.000000Z",
  type: seq % 2 ? "share_claimed" : "request_received",
  data: { request_id: `request-${seq}` },
  hash: seq.toString(16).padStart(64, "0"),
  texts: seq % 2 ? {} : { name: "Anna\u202E" },
});

/** A ledger as the backend pages it. */
function ledger(size: number) {
  const asked: number[] = [];
  const state = { size };
  const fetch = ({ limit, before }: Record<string, unknown>): LedgerPage => {
    const end = Math.min(Number(before ?? state.size), state.size);
    asked.push(end);
    const entries = [];
    for (let seq = end - 1; seq >= Math.max(0, end - Number(limit)); seq--)
      entries.push(entry(seq));
    return { entries, size: state.size, head: "ab".repeat(32), fingerprint: "cd".repeat(32) };
  };
  return { asked, state, fetch };
}

function pagesOf(size: number) {
  const { asked, state, fetch } = ledger(size);
  const failures: unknown[] = [];
  const pages = new LedgerPages({
    fetch: async (limit, before) => fetch({ limit, before }),
    changed: () => undefined,
    failed: (error) => failures.push(error),
  });
  return { pages, asked, state, failures };
}

describe("pages of the ledger", () => {
  test("are fetched once, and only where they are looked at", async () => {
    const { pages, asked } = pagesOf(100_000);
    await pages.refresh();
    await pages.want(50_020, 50_060);
    await pages.want(50_010, 50_050);
    expect(pages.entry(50_040)).toEqual(entry(50_040));
    expect(pages.entry(49_000)).toBeUndefined();
    expect(asked).toEqual([100_000, 50_100]);
  });

  test("that were only scrolled over are not fetched", async () => {
    const { pages, asked } = pagesOf(100_000);
    await pages.refresh();
    const work = [90_000, 70_000, 30_000, 10].map((seq) => pages.want(seq, seq + 20));
    await Promise.all(work);
    // The one that was begun, and the last one.
    expect(asked.slice(1)).toEqual([90_100, 100]);
  });

  test("grow with the ledger", async () => {
    const { pages, state } = pagesOf(150);
    await pages.refresh();
    await pages.want(140, 149);
    state.size = 160;
    await pages.refresh();
    await pages.want(150, 159);
    expect(pages.size).toBe(160);
    expect(pages.entry(155)?.seq).toBe(155);
  });

  test("are forgotten when they are too many", async () => {
    const { pages } = pagesOf(100_000);
    await pages.refresh();
    for (let page = 0; page < 60; page++) await pages.want(page * PAGE, page * PAGE);
    expect(pages.entry(0)).toBeUndefined();
    expect(pages.entry(59 * PAGE)).toBeDefined();
  });

  test("that cannot be read are asked for again when they are looked at again", async () => {
    const { state, fetch } = ledger(200);
    let broken = true;
    const failures: unknown[] = [];
    const pages = new LedgerPages({
      fetch: async (limit, before) => {
        if (broken && limit > 1) throw new Error("no");
        return fetch({ limit, before });
      },
      changed: () => undefined,
      failed: (error) => failures.push(error),
    });
    await pages.refresh();
    await pages.want(0, 10);
    expect(failures).toHaveLength(1);
    broken = false;
    await pages.want(0, 10);
    expect(pages.entry(5)).toBeDefined();
    expect(state.size).toBe(200);
  });
});

describe("the ledger's page", () => {
  const open = async (size = 100_000) => {
    const { fetch, asked } = ledger(size);
    const fake = home(
      { "ledger/page": fetch },
      { get_ledger: { download: { json: "/signed/json", csv: "/signed/csv" } } },
    );
    const page = await show("ring-watch-page-ledger", { hass: fake.hass });
    if (size) await until(() => all(page, "button[aria-expanded]:not([disabled])").length > 5);
    return { page, asked, fake };
  };

  test("draws a few of 100,000 entries, newest first", async () => {
    const { page } = await open();
    const rows = all(page, "[role=listitem]");
    expect(rows.length).toBeLessThan(40);
    expect(textOf(rows[0]!)).toContain("Share opened");
    expect(textOf(rows[0]!)).toContain("99,999");
    expect(rows[0]!.getAttribute("aria-posinset")).toBe("1");
    expect(rows[0]!.getAttribute("aria-setsize")).toBe("100000");
  });

  test("shows what strangers typed with nothing hidden", async () => {
    const { page } = await open();
    expect(textOf(page)).toContain("Anna[U+202E]");
  });

  test("opens an entry with all that is in it", async () => {
    const { page } = await open();
    all(page, "button[aria-expanded]")[1]!.click();
    const more = await until(() => find(page, ".more"));
    expect(textOf(more)).toContain("request-99998");
    expect(textOf(more)).toContain("Name Anna[U+202E]");
  });

  test("goes to an entry by its number", async () => {
    const { page } = await open();
    const input = find<HTMLInputElement>(page, "input[type=number]")!;
    input.value = "50000";
    input.dispatchEvent(new Event("change"));
    const scroller = find(page, ".rows")!;
    expect(scroller.scrollTop).toBe(49_999 * 56);
    scroller.dispatchEvent(new Event("scroll"));
    await until(() => textOf(page).includes("request-50000"));
  });

  test("tells head and fingerprint in groups of four", async () => {
    const { page } = await open();
    expect(textOf(page)).toContain("abab abab");
    expect(textOf(page)).toContain("cdcd cdcd");
    expect(textOf(page)).toContain("Entries: 100,000");
  });

  test("is saved from an address that is made for it", async () => {
    const { page, fake } = await open();
    button(page, "Export as CSV").click();
    await until(() => fake.performed("get_ledger").length);
  });

  test("shows a new entry when a step is heard", async () => {
    const { page, asked, fake } = await open();
    const before = asked.length;
    fake.step({});
    await until(() => asked.length > before);
    expect(all(page, "[role=listitem]").length).toBeGreaterThan(5);
  });
});
