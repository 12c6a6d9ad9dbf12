import { describe, expect, test } from "vitest";
import "../../src/panel/pages.js";
import { all, find, home, put, read, until } from "./home.js";

const NONE = { requests: [], cursor: null, waiting: 0 };

describe("the panel", () => {
  test("shows nobody but administrators anything", async () => {
    const { hass, asked } = home({}, false);
    const pages = await put("ring-watch-pages", { hass, path: "/ledger" });
    expect(read(pages)).toContain("decided by the administrators");
    expect(all(pages, "nav a")).toHaveLength(0);
    expect(asked).toEqual([]);
  });

  test("leads to every page by a link, and says which one is open", async () => {
    const { hass } = home({ record: { total: {}, months: [] } });
    const pages = await put("ring-watch-pages", { hass, path: "/record" });
    const links = all<HTMLAnchorElement>(pages, "nav a");
    expect(links.map((link) => link.getAttribute("href"))).toEqual(
      "requests shares footage requesters zones record ledger settings"
        .split(" ")
        .map((page) => `/ring-watch/${page}`),
    );
    expect(find(pages, "[aria-current=page]")?.textContent).toContain("My record");
    expect(await until(() => read(pages).includes("Nothing was asked yet."))).toBe(true);
  });

  test("goes on without loading anew, but leaves new tabs to the browser", async () => {
    const { hass } = home({ "requests/list": NONE });
    const pages = await put("ring-watch-pages", { hass, path: "" });
    const link = find(pages, "nav a[href='/ring-watch/shares']")!;
    const click = (options: MouseEventInit) => {
      const event = new MouseEvent("click", { cancelable: true, ...options });
      link.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(click({ ctrlKey: true })).toBe(false);
    expect(click({})).toBe(true);
    expect(location.pathname).toBe("/ring-watch/shares");
  });

  test("shows the requests for an address that it does not know", async () => {
    const { hass } = home({ "requests/list": NONE });
    const pages = await put("ring-watch-pages", { hass, path: "/nowhere" });
    expect(find(pages, "[aria-current=page]")?.textContent).toContain("Requests");
  });

  test("opens the request that a link leads to", async () => {
    const { hass } = home({ "requests/list": NONE });
    const pages = await put("ring-watch-pages", { hass, path: "/requests/0123" });
    expect(find(pages, "ring-watch-requests")).toMatchObject({ open: "0123", asking: true });
  });

  test("counts what waits", async () => {
    const { hass } = home({ "requests/list": { ...NONE, waiting: 3 } });
    const pages = await put("ring-watch-pages", { hass, path: "/shares" });
    expect((await until(() => find(pages, ".count"))).textContent).toBe("3");
  });
});
