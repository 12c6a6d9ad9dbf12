import { describe, expect, test } from "vitest";
import "../../src/elements/index.js";
import "../../src/panel/pages.js";
import { aRequest } from "../support/home.js";
import { all, press, show, textOf } from "../support/page.js";
import { find, home, until } from "./home.js";

const NONE = { requests: [], cursor: null, waiting: 0 };

describe("the panel", () => {
  test("shows nobody but administrators anything", async () => {
    const fake = home();
    fake.admin = false;
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/ledger" });
    expect(textOf(pages)).toContain("decided by the administrators");
    expect(all(pages, "nav a")).toHaveLength(0);
    expect(fake.calls).toEqual([]);
  });

  test("leads to every page by a link, and says which one is open", async () => {
    const fake = home({ record: { total: {}, months: [] } });
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/record" });
    const links = all<HTMLAnchorElement>(pages, "nav a");
    expect(links.map((link) => link.getAttribute("href"))).toEqual(
      "requests shares footage requesters zones record ledger settings"
        .split(" ")
        .map((page) => `/ring-watch/${page}`),
    );
    expect(find(pages, "[aria-current=page]")?.textContent).toContain("My record");
    expect(await until(() => textOf(pages).includes("Nothing was asked yet."))).toBe(true);
  });

  test("goes on without loading anew, but leaves new tabs to the browser", async () => {
    const fake = home({ "requests/list": NONE });
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "" });
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
    const fake = home({ "requests/list": NONE });
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/nowhere" });
    expect(find(pages, "[aria-current=page]")?.textContent).toContain("Requests");
  });

  test("opens the request that a link leads to", async () => {
    const fake = home({ "requests/list": NONE });
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/requests/0123" });
    expect(find(pages, "ring-watch-requests")).toMatchObject({ open: "0123", asking: true });
  });

  test("has the address of the requests again when that request is done with", async () => {
    const request = aRequest({ request_id: "0123", state: "declined" });
    const fake = home({ "requests/list": NONE, "requests/get": { request, coverage: [] } });
    history.pushState(null, "", "/ring-watch/requests/0123");
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/requests/0123" });
    await press(pages, "Close");
    expect(location.pathname).toBe("/ring-watch/requests");
  });

  test("counts what waits", async () => {
    const fake = home({ "requests/list": { ...NONE, waiting: 3 } });
    const pages = await show("ring-watch-pages", { hass: fake.hass, path: "/shares" });
    expect((await until(() => find(pages, ".count"))).textContent).toBe("3");
  });
});
