import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FootageRequest } from "../../src/api.js";
import type { RingWatchRequests } from "../../src/elements/requests.js";
import "../../src/elements/requests.js";
import "../../src/elements/review.js";
import { aRequest, FakeHome, ready, refusal } from "../support/home.js";
import { all, buttons, isOff, one, press, settle, show, textOf } from "../support/page.js";
import { showPictures } from "../support/video.js";

let home: FakeHome;
let requests: FootageRequest[];

beforeEach(() => {
  requests = [ready("h1")];
  home = new FakeHome()
    .on("requests/list", () => ({ requests, cursor: null, waiting: requests.length }))
    .on("requests/get", ({ request_id }) => ({
      request: requests.find((one) => one.request_id === request_id) ??
        aRequest({ request_id: String(request_id), state: "declined" }),
      coverage: [],
    }))
    .on("requests/thumbnails", () => ({ thumbnails: [] }))
    .on("requests/look", () => ({ url: "/look" }))
    .on("requests/decline", ({ request_id }) => {
      requests = requests.filter((one) => one.request_id !== request_id);
      return null;
    });
});

const list = (more = {}) =>
  show<RingWatchRequests>("ring-watch-requests", { hass: home.hass, ...more });

describe("a request", () => {
  test("is shown with who, when, why, its case and what is known of it", async () => {
    requests = [
      aRequest({
        requester: "Police of Utrecht",
        verified: true,
        name: "Sgt. Vos",
        case_number: "2026-117",
        contact: "vos@example.org",
        warnings: ["agreement_ended"],
      }),
    ];
    const text = textOf(await list());
    for (const said of [
      "Police of Utrecht",
      "Sgt. Vos",
      "Front door",
      "Nov 24, 2026",
      "(1:00)",
      "Someone took a parcel",
      "2026-117",
      "vos@example.org",
      "You know who asks",
      "The agreement with this requester has ended",
    ])
      expect(text).toContain(said);
  });

  test("of nobody known is called unverified", async () => {
    expect(textOf(await list())).toContain("Not verified: anybody could have written this.");
  });

  test("shows what a stranger typed as text, with all that is hidden", async () => {
    requests = [
      aRequest({
        name: "<img src=x onerror=alert(1)>",
        reason: "\u202egnp.exe\u200b <script>alert(2)</script> javascript:x",
        case_number: "${t}&lt;b&gt;",
        contact: "a\u00adb",
      }),
    ];
    const element = await list();
    const text = textOf(element);
    expect(text).toContain("<img src=x onerror=alert(1)>");
    expect(text).toContain("[U+202E]gnp.exe[U+200B] <script>alert(2)</script>");
    expect(text).toContain("${t}&lt;b&gt;");
    expect(text).toContain("a[U+00AD]b");
    expect(all(element, "img, script, a, iframe")).toEqual([]);
  });

  test("is declined with one tap", async () => {
    const element = await list();
    await press(element, "Decline");
    expect(home.called("requests/decline")).toEqual([{ request_id: "r1" }]);
    expect(textOf(element)).toContain("Nobody waits for your decision.");
  });

  test("that was decided while it is open is counted no more", async () => {
    requests = [ready("h1"), { ...ready("h2"), request_id: "r2" }];
    const element = await list();
    buttons(element, "Review")[0]!.click();
    await settle();
    expect(textOf(element)).toContain("Waiting for your decision: 2");
    requests = requests.slice(1);
    home.step({ type: "declined", request_id: "r1" });
    await settle();
    expect(textOf(element)).toContain("Waiting for your decision: 1");
    expect(all(element, "ring-watch-review")).toHaveLength(1);
  });

  test("that cannot be declined says why", async () => {
    home.on("requests/decline", () => {
      throw refusal("ledger_not_writable", "The ledger cannot be written. Check the disk.");
    });
    const element = await list();
    await press(element, "Decline");
    expect(textOf(element)).toContain("Check the disk.");
    expect(isOff(buttons(element, "Decline")[0]!)).toBe(false);
  });
});

describe("a request that is being prepared", () => {
  test("shows how far it is without being opened", async () => {
    requests = [aRequest({ state: "preparing" }), aRequest({ request_id: "r2" })];
    const element = await list();
    home.progress("r1", 0.5);
    home.progress("r2", 0.7);
    await settle();
    const bar = one<HTMLProgressElement>(element, "progress");
    expect(bar.value).toBe(0.5);
    expect(home.called("requests/list")).toHaveLength(1);
    // The review has one of its own.
    requests = [{ ...requests[0]!, progress: { done: 0.6, left: null, waiting: false } }];
    buttons(element, "Review")[0]!.click();
    await settle();
    expect(one<HTMLProgressElement>(element, "progress").value).toBe(0.6);
  });
});

describe("a new request", () => {
  test("comes live and last, and leaves video, focus and trim alone", async () => {
    const element = await list();
    await press(element, "Review");
    await showPictures(element);
    const video = one(element, "video");
    const [start] = all(element, "[role=slider]");
    start!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    start!.focus();
    await settle();
    const trimmed = start!.getAttribute("aria-valuenow");

    let moved = 0;
    const observer = new MutationObserver((records) => {
      for (const { removedNodes } of records)
        moved += [...removedNodes].filter((node) => node instanceof HTMLLIElement).length;
    });
    observer.observe(element.shadowRoot!, { childList: true, subtree: true });
    requests = [aRequest({ request_id: "r2", name: "Bob", received: "2026-11-24T11:05:00Z" }), ...requests];
    home.step({ type: "pending", request_id: "r2" });
    await settle();
    observer.disconnect();

    expect(all(element, "li h3").map(textOf)).toEqual(["Ada", "Bob"]);
    expect(one(element, "video")).toBe(video);
    expect(all(element, "[role=slider]")[0]).toBe(start);
    expect(start!.getAttribute("aria-valuenow")).toBe(trimmed);
    expect((start!.getRootNode() as ShadowRoot).activeElement).toBe(start);
    expect(moved).toBe(0);
  });

  test("that is older than what is open moves nothing either", async () => {
    const element = await list();
    await press(element, "Review");
    const review = one(element, "ring-watch-review");
    requests = [aRequest({ request_id: "r0", received: "2026-11-24T09:00:00Z" }), ...requests];
    home.step({ request_id: "r0" });
    await settle();
    expect(one(element, "ring-watch-review")).toBe(review);
  });
});

test("a review is put off, and the request waits on", async () => {
  const element = await list();
  await press(element, "Review");
  await press(element, "Later");
  expect(all(element, "ring-watch-review")).toEqual([]);
  expect(buttons(element, "Review")).toHaveLength(1);
});

test("the focus stays near when the request that had it is decided elsewhere", async () => {
  const element = await list();
  buttons(element, "Decline")[0]!.focus();
  requests = [];
  home.step({ type: "declined", request_id: "r1" });
  await settle();
  expect(document.activeElement).toBe(element);
});

test("opening a review takes the focus along", async () => {
  const element = await list();
  await press(element, "Review");
  expect(element.shadowRoot!.activeElement?.localName).toBe("ring-watch-review");
});

test("what is being looked at stays after somebody else has decided it", async () => {
  const element = await list();
  await press(element, "Review");
  requests = [];
  home.step({ type: "declined", request_id: "r1" });
  await settle();
  expect(textOf(one(element, "ring-watch-review"))).toContain("This request was declined.");
  await press(element, "Close");
  expect(all(element, "li")).toEqual([]);
});

test("a deep link opens its request with the question, also one that was decided", async () => {
  const element = await list({ open: "r1", asking: true });
  await showPictures(element);
  expect(isOff(buttons(element, "Share now")[0]!)).toBe(false);
  const other = await list({ open: "gone" });
  expect(textOf(other)).toContain("This request was declined.");
  expect(textOf(other)).toContain("Waiting for your decision: 1");
});

test("a deep link leads to its request, once: others stand above it", async () => {
  const led: string[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    if (this.matches("li")) led.push(textOf(this.querySelector("h3")!));
  });
  const element = await list({ open: "r1" });
  home.step({ type: "pending", request_id: "other" });
  await settle();
  expect(led).toEqual(["Ada"]);
  vi.restoreAllMocks();
  element.remove();
});

describe("a deep link to a request that is not there", () => {
  beforeEach(() =>
    home.on("requests/get", () => {
      throw refusal("no_request", "There is no such request.");
    }),
  );

  test("says so beside the requests that wait", async () => {
    const element = await list({ open: "unknown", asking: true });
    expect(textOf(one(element, "[role=alert]"))).toBe("There is no such request.");
    expect(all(element, "li h3").map(textOf)).toEqual(["Ada"]);
    expect(textOf(element)).toContain("Waiting for your decision: 1");
  });

  test("is forgotten when it is left", async () => {
    const element = await list({ open: "unknown", asking: true });
    element.open = "";
    await settle();
    expect(all(element, "[role=alert]")).toEqual([]);
    expect(all(element, "li")).toHaveLength(1);
  });
});

test("a deep link that is done with says so, and reopens its request when it comes again", async () => {
  const done = vi.fn();
  const element = await list({ open: "r1", asking: true });
  element.addEventListener("open-done", done);
  await showPictures(element);
  await press(element, "Back");
  await press(element, "Later");
  expect(done).toHaveBeenCalledOnce();
  element.open = "r1";
  await settle();
  expect(all(element, "ring-watch-review")).toHaveLength(1);
});

test("more than one page of requests is read", async () => {
  home.on("requests/list", ({ cursor }) =>
    cursor
      ? { requests: [aRequest({ request_id: "r9", name: "Zoe" })], cursor: null, waiting: 2 }
      : { requests, cursor: "next", waiting: 2 },
  );
  expect(textOf(await list())).toContain("Zoe");
});

test("who is no administrator reads why there is nothing, and nothing is asked for", async () => {
  home.admin = false;
  const element = await list();
  expect(textOf(element)).toContain("decided by the administrators of this home");
  expect(home.calls).toEqual([]);
});

test("a Home Assistant without Ring Watch is explained", async () => {
  home.answers.clear();
  expect(textOf(await list())).toContain("Ring Watch is not running.");
});

test("steps while it reads are read once more, not once each", async () => {
  await list();
  const before = home.called("requests/list").length;
  for (let i = 0; i < 50; i++) home.step({ request_id: "r1" });
  await settle();
  expect(home.called("requests/list").length - before).toBeLessThanOrEqual(2);
});
