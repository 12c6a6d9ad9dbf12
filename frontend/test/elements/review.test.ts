import { beforeEach, describe, expect, test } from "vitest";
import type { FootageRequest } from "../../src/api.js";
import type { RingWatchReview } from "../../src/elements/review.js";
import "../../src/elements/review.js";
import { aRequest, END, FakeHome, prepared, ready, refusal, rules, START } from "../support/home.js";
import { all, buttons, isOff, one, press, settle, show, textOf } from "../support/page.js";
import { showPictures } from "../support/video.js";

/** A doorbell's coverage: all of it, with sound. */
const held = (more = {}) => ({
  doorbell_id: "d1",
  spans: [{ start: START, end: END }],
  gaps: [],
  sound: [{ start: START, end: END }],
  elsewhere: false,
  ...more,
});
const GAP = { start: START, end: "2026-11-24T10:00:12.000000Z" };
let home: FakeHome;
let request: FootageRequest;

beforeEach(() => {
  request = aRequest();
  home = new FakeHome()
    .on("requests/get", () => ({
      request,
      coverage: [held()],
    }))
    .on("requests/thumbnails", () => ({ thumbnails: [] }))
    .on("requests/look", ({ number }) => ({ url: `/look/${number}` }))
    .on("requests/prepare", ({ boxes = [], audio = false }) => {
      const hash = `h${home.called("requests/prepare").length}`;
      request = ready(hash, {
        prepared: prepared(hash, { boxes: boxes as never, audio: audio as boolean }),
      });
      return request;
    })
    .on("requests/approve", () => {
      request = { ...request, state: "shared", share_id: "s1" };
      return { share_id: "s1", url: "https://home.example/s1#secret", reach: "everywhere" };
    })
    .on("requests/decline", () => null)
    .on("settings/get", () => rules());
});

const review = (more = {}) =>
  show<RingWatchReview>("ring-watch-review", { hass: home.hass, requestId: "r1", ...more });

const shareNow = (element: Element) => buttons(element, "Share now")[0];

/** Change the trim as its handle's key does. */
async function trim(element: Element, key = "ArrowRight") {
  const [start] = all(element, "[role=slider]");
  start!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  await settle();
}

describe("opening", () => {
  test("prepares a pending request by itself, all of it", async () => {
    const element = await review();
    expect(home.called("requests/prepare")).toEqual([{ request_id: "r1" }]);
    expect(all(element, "video")).toHaveLength(1);
    expect(buttons(element, "Approve")).toHaveLength(1);
  });

  test("takes what is prepared as it is", async () => {
    request = ready();
    await review();
    expect(home.called("requests/prepare")).toEqual([]);
  });

  test("waits where somebody else prepares", async () => {
    request = aRequest({ state: "preparing" });
    const element = await review();
    expect(textOf(element)).toContain("being prepared");
    request = ready();
    home.step({ type: "ready", request_id: "r1" });
    await settle();
    expect(home.called("requests/prepare")).toEqual([]);
    expect(buttons(element, "Approve")).toHaveLength(1);
  });

  test("prepares what there is, where one of two doorbells has no footage", async () => {
    request = aRequest({
      doorbells: [
        { doorbell_id: "d1", name: "Front door" },
        { doorbell_id: "d2", name: "Garage" },
      ],
    });
    home
      .on("requests/get", () => ({
        request,
        coverage: [
          held(),
          held({ doorbell_id: "d2", spans: [], gaps: [{ start: START, end: END }], sound: [] }),
        ],
      }))
      .on("requests/prepare", ({ parts }) => {
        if (!parts) throw refusal("service_validation_error", "There is no footage of Garage.");
        request = { ...request, state: "ready", prepared: prepared("h1") };
        return request;
      });
    const element = await review();
    expect(home.called("requests/prepare").at(-1)).toMatchObject({
      parts: [{ doorbell_id: "d1", start: START, end: END }],
    });
    expect(buttons(element, "Approve")).toHaveLength(1);
  });

  test.each([
    ["is long", "2026-11-24T10:20:00.000000Z", ["d1"], "20:00"],
    ["is of several doorbells", "2026-11-24T10:08:00.000000Z", ["d1", "d2"], "16:00"],
  ])("does not prepare what %s before its owner has chosen", async (_, end, ids, length) => {
    request = aRequest({ end, doorbells: ids.map((id) => ({ doorbell_id: id, name: id })) });
    const element = await review();
    expect(home.called("requests/prepare")).toEqual([]);
    expect(home.called("requests/thumbnails")).toHaveLength(ids.length);
    expect(textOf(element)).toContain(`This is a lot: ${length} in all.`);
    await trim(element, "PageUp");
    await press(element, "Prepare");
    const [{ parts } = {}] = home.called("requests/prepare") as { parts?: object[] }[];
    expect(parts).toHaveLength(ids.length);
    expect(parts![0]).not.toMatchObject({ start: START });
  });

  test("says what went wrong and lets it be tried again or declined", async () => {
    home.on("requests/prepare", () => {
      throw refusal("prepare_failed", "The clip could not be made. The log says why.");
    });
    const element = await review();
    expect(textOf(element)).toContain("The log says why.");
    expect(isOff(buttons(element, "Prepare")[0]!)).toBe(false);
    expect(isOff(buttons(element, "Decline")[0]!)).toBe(false);
    expect(buttons(element, "Approve")).toHaveLength(0);
    expect(home.called("requests/prepare")).toHaveLength(1);
  });

  test("a request that is decided says what became of it", async () => {
    request = aRequest({ state: "declined" });
    const element = await review();
    expect(textOf(element)).toContain("This request was declined.");
    expect(buttons(element, "Decline")).toHaveLength(0);
    expect(home.called("requests/prepare")).toEqual([]);
  });
});

describe("approving", () => {
  test("asks once, with exactly what leaves", async () => {
    request = ready("h1", {
      prepared: prepared("h1", {
        audio: true,
        boxes: [{ doorbell_id: "d1", x: 0, y: 0, width: 0.5, height: 0.5 }],
      }),
    });
    const element = await review();
    await showPictures(element);
    await press(element, "Approve");
    const question = textOf(one(element, "ring-watch-question"));
    for (const said of ["Front door", "1:00", "2.5 MB", "With sound", "Covered areas: 1", "7 days"])
      expect(question).toContain(said);
    expect(home.called("requests/approve")).toEqual([]);
    await press(element, "Share now");
    expect(home.called("requests/approve")).toEqual([
      {
        request_id: "r1",
        render_hash: "h1",
        lifetime: 604_800,
        claims: 5,
        to_asker: true,
        confirmed: [],
      },
    ]);
  });

  test("from a push the question is open at once: one tap is left", async () => {
    const element = await review({ asking: true });
    await showPictures(element);
    await press(element, "Share now");
    expect(home.called("requests/approve")).toHaveLength(1);
  });

  test("of much is asked once what is needed was chosen and prepared", async () => {
    request = aRequest({ end: "2026-11-24T10:20:00.000000Z" });
    const element = await review({ asking: true });
    expect(all(element, "ring-watch-question")).toEqual([]);
    home.on("requests/prepare", () => {
      const { start, end } = request;
      const clip = { ...prepared("h1").clips[0]!, requested: { start, end } };
      request = { ...request, state: "ready", prepared: prepared("h1", { clips: [clip] }) };
      return request;
    });
    await press(element, "Prepare");
    await showPictures(element);
    await press(element, "Share now");
    expect(home.called("requests/approve")).toHaveLength(1);
  });

  test("takes the owner's own terms", async () => {
    home.on("settings/get", () => rules({}, { share_days: 2, share_claims: 9 }));
    const element = await review({ asking: true });
    await showPictures(element);
    await press(element, "Share now");
    expect(home.called("requests/approve")[0]).toMatchObject({ lifetime: 172_800, claims: 9 });
  });

  test("is not possible before a picture of that very preview was shown", async () => {
    const element = await review({ asking: true });
    expect(isOff(shareNow(element)!)).toBe(true);
    expect(textOf(element)).toContain("Look at the preview first");
    await press(element, "Share now");
    expect(home.called("requests/approve")).toEqual([]);
    await showPictures(element);
    expect(isOff(shareNow(element)!)).toBe(false);
  });

  test("needs a picture of every clip", async () => {
    const clip = prepared("h1").clips[0]!;
    request = ready("h1", {
      doorbells: [
        { doorbell_id: "d1", name: "Front door" },
        { doorbell_id: "d2", name: "Garage" },
      ],
      prepared: prepared("h1", { clips: [clip, { ...clip, doorbell_id: "d2" }] }),
    });
    const element = await review({ asking: true });
    const [first, second] = all(element, "ring-watch-player");
    await showPictures(first!);
    expect(isOff(shareNow(element)!)).toBe(true);
    await showPictures(second!);
    expect(isOff(shareNow(element)!)).toBe(false);
  });

  test("is bound to the hash of what was shown: another preview needs another look", async () => {
    request = ready("h1");
    const element = await review({ asking: true });
    await showPictures(element);
    request = ready("h2");
    home.step({ type: "ready", request_id: "r1" });
    await settle();
    expect(isOff(shareNow(element)!)).toBe(true);
    await showPictures(element);
    await press(element, "Share now");
    expect(home.called("requests/approve")[0]).toMatchObject({ render_hash: "h2" });
  });

  test.each([["requester_revoked"], ["agreement_ended"]])(
    "has the warning %s confirmed by hand",
    async (warning) => {
      request = ready("h1", { warnings: ["many_windows", warning] });
      const element = await review({ asking: true });
      await showPictures(element);
      expect(isOff(shareNow(element)!)).toBe(true);
      one<HTMLInputElement>(element, ".note input[type=checkbox]").click();
      await settle();
      await press(element, "Share now");
      expect(home.called("requests/approve")[0]).toMatchObject({ confirmed: [warning] });
    },
  );

  test("tells the link once, and it is gone with Close", async () => {
    const done: unknown[] = [];
    const element = await review({ asking: true });
    element.addEventListener("review-done", (event) => done.push((event as CustomEvent).detail));
    await showPictures(element);
    await press(element, "Share now");
    const link = one<HTMLInputElement>(element, "ring-watch-link").shadowRoot!;
    expect(link.querySelector("input")!.value).toBe("https://home.example/s1#secret");
    home.step({ type: "shared", request_id: "r1", share_id: "s1" });
    await settle();
    expect(all(element, "ring-watch-link")).toHaveLength(1);
    await press(element, "Close");
    expect(done).toEqual([{ request_id: "r1" }]);
  });

  test("of what has changed since asks to prepare again", async () => {
    request = ready("h1");
    home.on("requests/approve", () => {
      throw refusal("changed_since_preview", "Prepare it again and look at it.");
    });
    const element = await review({ asking: true });
    await showPictures(element);
    await press(element, "Share now");
    expect(textOf(element)).toContain("Prepare it again and look at it.");
    expect(shareNow(element)).toBeUndefined();
    expect(buttons(element, "Prepare again")).toHaveLength(1);
  });

  test("elsewhere is seen, however close its steps are to each other", async () => {
    request = ready("h1");
    const element = await review({ asking: true });
    const answers: ((answer: unknown) => void)[] = [];
    home.on("requests/get", () => new Promise((resolve) => answers.push(resolve)));
    home.step({ type: "approved", request_id: "r1" });
    const approved = ready("h1", { state: "approved", share_id: "s1" });
    home.step({ type: "shared", request_id: "r1", share_id: "s1" });
    const shared = { ...approved, state: "shared" };
    answers[0]!({ request: { ...request, state: "approved" }, coverage: [] });
    await settle();
    for (const answer of answers.slice(1)) answer({ request: shared, coverage: [] });
    await settle();
    expect(shareNow(element)).toBeUndefined();
    expect(textOf(element)).toContain("was approved");
  });

  test("too late says what somebody else decided", async () => {
    request = ready("h1");
    home.on("requests/approve", () => {
      request = aRequest({ state: "declined" });
      throw refusal("already_decided", "This was decided before: declined.");
    });
    const element = await review({ asking: true });
    await showPictures(element);
    await press(element, "Share now");
    expect(textOf(element)).toContain("This request was declined.");
  });
});

describe("a link", () => {
  const AT_HOME = "This link opens only in your home network.";

  test("that opens only at home is said to, in the question and beside it", async () => {
    home.on("settings/get", () => rules({ reach: "home_network" })).on("requests/approve", () => {
      request = { ...request, state: "shared", share_id: "s1" };
      return { share_id: "s1", url: "http://192.168.1.5/s1#secret", reach: "home_network" };
    });
    const element = await review({ asking: true });
    await showPictures(element);
    expect(textOf(one(element, "ring-watch-question"))).toContain(AT_HOME);
    await press(element, "Share now");
    expect(textOf(one(element, "ring-watch-link"))).toContain(AT_HOME);
  });

  test("that opens everywhere needs no words", async () => {
    const element = await review({ asking: true });
    await showPictures(element);
    expect(textOf(element)).not.toContain(AT_HOME);
    await press(element, "Share now");
    expect(textOf(element)).not.toContain(AT_HOME);
  });

  test("that cannot be made is not asked about: what to set stands there instead", async () => {
    const message = "Set an address under Settings, System, Network.";
    home.on("settings/get", () =>
      rules({ reach: null, refusal: refusal("no_external_url", message) }),
    );
    const element = await review({ asking: true });
    await showPictures(element);
    expect(textOf(element)).toContain(message);
    expect(shareNow(element)).toBeUndefined();
    expect(buttons(element, "Approve")).toEqual([]);
    expect(buttons(element, "Decline")).toHaveLength(1);
    home.on("settings/get", () => rules());
    await press(element, "Try again");
    expect(isOff(shareNow(element)!)).toBe(false);
  });
});

describe("changing", () => {
  test("a trim makes approving impossible until it is prepared again", async () => {
    const element = await review();
    await showPictures(element);
    await trim(element);
    expect(buttons(element, "Approve")).toHaveLength(0);
    await press(element, "Prepare again");
    expect(home.called("requests/prepare").at(-1)).toEqual({
      request_id: "r1",
      parts: [{ doorbell_id: "d1", start: "2026-11-24T10:00:01.000Z", end: END }],
      boxes: [],
      audio: false,
    });
  });

  test("and back is no change", async () => {
    const element = await review();
    await trim(element);
    await trim(element, "Home");
    expect(buttons(element, "Approve")).toHaveLength(1);
  });

  test("the sound, or a box by keyboard, is one too", async () => {
    const element = await review();
    await press(element, "Cover something");
    await press(element, "Add an area");
    one(element, "button.box").dispatchEvent(
      new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }),
    );
    one<HTMLInputElement>(element, "label.check > input").click();
    await settle();
    await press(element, "Prepare again");
    expect(home.called("requests/prepare").at(-1)).toMatchObject({
      boxes: [{ doorbell_id: "d1", x: 0.33, y: 0.35, width: 0.3, height: 0.3 }],
      audio: true,
    });
  });

  test("a box can be removed again", async () => {
    const element = await review();
    await press(element, "Cover something");
    await press(element, "Add an area");
    one(element, "button.remove").click();
    await settle();
    expect(buttons(element, "Approve")).toHaveLength(1);
  });

  test("half-made it is there again when Home Assistant makes the card anew", async () => {
    const element = await review();
    await trim(element);
    element.remove();
    const another = await review();
    const [start] = all(another, "[role=slider]");
    expect(start!.getAttribute("aria-valuenow")).toBe(String(Date.parse(START) / 1000 + 1));
    await press(another, "Prepare again");
    expect(home.called("requests/prepare").at(-1)).toMatchObject({
      parts: [{ start: "2026-11-24T10:00:01.000Z" }],
    });
  });

  test("news from elsewhere do not lose a half-made trim", async () => {
    const element = await review();
    await trim(element);
    const video = one(element, "video");
    home.step({ type: "pending", request_id: "other" });
    home.step({ type: "ready", request_id: "r1" });
    await settle();
    const [start] = all(element, "[role=slider]");
    expect(start!.getAttribute("aria-valuenow")).toBe(String(Date.parse(START) / 1000 + 1));
    expect(one(element, "video")).toBe(video);
  });
});

describe("terms", () => {
  const type = async (element: Element, selector: string, value: string) => {
    const input = one<HTMLInputElement>(element, selector);
    input.value = value;
    input.dispatchEvent(new Event("input"));
    await settle();
  };

  test("are not shown before the owner's own are known", async () => {
    let know = (_: unknown): void => undefined;
    home.on("settings/get", () => new Promise((resolve) => (know = resolve)));
    const element = await review({ asking: true });
    await showPictures(element);
    expect(isOff(shareNow(element)!)).toBe(true);
    expect(all(element, "ring-watch-question select")).toEqual([]);
    know(rules({}, { share_claims: 9 }));
    await settle();
    expect(textOf(element)).toContain("can be opened so many times: 9");
    expect(isOff(shareNow(element)!)).toBe(false);
  });

  test("that were changed here stay, whatever is read later", async () => {
    const element = await review({ asking: true });
    await type(element, "input[type=number]", "3");
    home.on("settings/get", () => rules({}, { share_days: 2, share_claims: 9 }));
    home.reconnect();
    await settle();
    await showPictures(element);
    await press(element, "Share now");
    expect(home.called("requests/approve")[0]).toMatchObject({ claims: 3, lifetime: 172_800 });
  });

  test("are said to be the usual ones where the owner's cannot be read", async () => {
    home.on("settings/get", () => {
      throw refusal("unavailable", "Not now.");
    });
    const element = await review({ asking: true });
    await showPictures(element);
    expect(textOf(element)).toContain("Your own rules could not be read.");
    await press(element, "Share now");
    expect(home.called("requests/approve")[0]).toMatchObject({ claims: 5, lifetime: 604_800 });
  });

  test("that cannot be are said to be wrong, and nothing is shared", async () => {
    const element = await review({ asking: true });
    await showPictures(element);
    await type(element, "input[type=text]", "short");
    expect(textOf(element)).toContain("A passphrase has 8 to 256 characters.");
    expect(isOff(shareNow(element)!)).toBe(true);
    await type(element, "input[type=text]", "long enough");
    await type(element, "input[type=number]", "0");
    expect(isOff(shareNow(element)!)).toBe(true);
    await type(element, "input[type=number]", "3");
    await press(element, "Share now");
    expect(home.called("requests/approve")[0]).toMatchObject({
      claims: 3,
      passphrase: "long enough",
    });
  });
});

test("the focus stays on the button that prepares, and that approves then", async () => {
  const element = await review();
  await trim(element);
  const [button] = buttons(element, "Prepare again");
  button!.focus();
  let finish = (_: unknown): void => undefined;
  home.on("requests/prepare", () => new Promise((resolve) => (finish = resolve)));
  await press(element, "Prepare again");
  expect(isOff(button!)).toBe(true);
  const clip = { ...prepared("h2").clips[0]! };
  clip.requested = { start: "2026-11-24T10:00:01.000000Z", end: END };
  request = ready("h2", { prepared: prepared("h2", { clips: [clip] }) });
  finish(request);
  await settle();
  expect(element.shadowRoot!.activeElement).toBe(button);
  expect(textOf(button!)).toBe("Approve");
  expect(isOff(button!)).toBe(false);
});

test("what somebody else prepares anew closes the question; the focus stays near", async () => {
  request = ready("h1");
  const element = await review({ asking: true });
  await showPictures(element);
  const [back] = buttons(element, "Back");
  back!.focus();
  request = aRequest({ state: "preparing" });
  home.step({ type: "preparing", request_id: "r1" });
  await settle();
  expect(all(element, "ring-watch-question")).toEqual([]);
  expect(document.activeElement).toBe(element);
});

test("Enter in a field of the terms shares nothing: it belongs to no form", async () => {
  const element = await review({ asking: true });
  await showPictures(element);
  const fields = all<HTMLInputElement>(element, "ring-watch-question input");
  expect(fields.map((field) => field.form)).toEqual(fields.map(() => null));
});

describe("sound", () => {
  const covered = (more: object) =>
    home.on("requests/get", () => ({ request, coverage: [held(more)] }));
  const box = (element: Element) => all<HTMLInputElement>(element, "label.check > input")[0];

  test("is not offered where there is none", async () => {
    covered({ sound: [] });
    const element = await review();
    expect(box(element)).toBeUndefined();
    expect(textOf(element)).toContain("This footage has no sound.");
  });

  test("that may still be fetched is offered as such", async () => {
    request = ready("h1", { prepared: prepared("h1", { audio: true }) });
    covered({ spans: [], gaps: [{ start: START, end: END }], sound: [], elsewhere: true });
    const element = await review({ asking: true });
    expect(box(element)!.checked).toBe(true);
    expect(textOf(one(element, "ring-watch-question"))).toContain("With sound, if there is any");
  });

  test("that was chosen and is not there is told, and can be taken back", async () => {
    request = ready("h1", { prepared: prepared("h1", { audio: true }) });
    covered({ sound: [] });
    const element = await review({ asking: true });
    expect(textOf(one(element, "ring-watch-question"))).toContain("Without sound");
    box(element)!.click();
    await settle();
    expect(box(element)).toBeUndefined();
  });

  test("is that of the part that is kept", async () => {
    const later = "2026-11-24T10:00:01.000000Z";
    covered({ sound: [{ start: START, end: later }] });
    const element = await review();
    expect(box(element)).toBeDefined();
    await trim(element);
    expect(box(element)).toBeUndefined();
  });
});

describe("while a clip is prepared", () => {
  beforeEach(() => {
    request = aRequest({ state: "preparing", progress: { done: 0.1, left: null, waiting: false } });
  });
  const bar = (element: Element) => one<HTMLProgressElement>(element, "progress");

  test("is shown how far it is, for eyes and ears", async () => {
    const element = await review();
    expect(bar(element).value).toBe(0.1);
    expect(bar(element).getAttribute("aria-label")).toContain("being prepared");
    const read = home.called("requests/get").length;
    home.progress("r1", 0.42, { left: 185 });
    await settle();
    expect(bar(element).value).toBe(0.42);
    expect(bar(element).getAttribute("aria-valuetext")).toBe("42% · About 3 minutes left");
    expect(textOf(element)).toContain("42% · About 3 minutes left");
    // What is said aloud by itself does not change with each per cent.
    for (const live of all(element, "[role=status], [role=alert]"))
      expect(live.textContent).not.toContain("42");
    // Nothing is read for it.
    expect(home.called("requests/get")).toHaveLength(read);
  });

  test.each([
    [0.9, { left: 20 }, "90% · Less than a minute left"],
    [0.3, { waiting: true }, "30% · Waiting for Ring"],
    [0.01, { left: 9000 }, "1% · About 2.5 hours left"],
    [0, {}, "0%"],
  ])("%d %o is told as %s", async (done, more, text) => {
    const element = await review();
    home.progress("r1", done, more);
    await settle();
    expect(bar(element).getAttribute("aria-valuetext")).toBe(text);
  });

  test("another request's progress is not shown", async () => {
    const element = await review();
    home.progress("r2", 0.9);
    await settle();
    expect(bar(element).value).toBe(0.1);
  });

  test("the bar is gone with the end of it", async () => {
    const element = await review();
    request = ready();
    home.step({ type: "ready", request_id: "r1" });
    await settle();
    expect(all(element, "progress")).toEqual([]);
  });

  test("what has just begun stands at nothing", async () => {
    request = aRequest();
    home.on("requests/prepare", () => new Promise(() => undefined));
    expect(bar(await review()).value).toBe(0);
  });
});

describe("stopping a preparation", () => {
  let fail: (error: unknown) => void;

  beforeEach(() => {
    home
      .on("requests/prepare", () => {
        request = { ...request, state: "preparing", prepared: null };
        return new Promise((_, reject) => (fail = reject));
      })
      .on("requests/stop_preparing", () => {
        request = { ...request, state: "pending" };
        fail(refusal("prepare_stopped", "The preparation of this clip was stopped."));
        return request;
      });
  });

  test("keeps the trim, says no error, and lets it be prepared again", async () => {
    request = ready("h1");
    const element = await review();
    await trim(element);
    await press(element, "Prepare again");
    await press(element, "Stop preparing");
    expect(home.called("requests/stop_preparing")).toEqual([{ request_id: "r1" }]);
    expect(textOf(element)).not.toContain("was stopped");
    expect(buttons(element, "Stop preparing")).toEqual([]);
    const [main] = buttons(element, "Prepare");
    expect(isOff(main!)).toBe(false);
    expect(element.shadowRoot!.activeElement).toBe(main);
    element.remove();
    // Opened anew, it goes on with the same trim.
    await review();
    expect(home.called("requests/prepare").at(-1)).toMatchObject({
      parts: [{ start: "2026-11-24T10:00:01.000Z" }],
    });
  });

  test("outlasts a reload of the page, and is forgotten once it is decided", async () => {
    request = ready("h1");
    const element = await review();
    await trim(element);
    await press(element, "Prepare again");
    await press(element, "Stop preparing");
    element.remove();
    // After a reload nothing is left but what the tab keeps, and the home is another object.
    home.on("requests/prepare", () => new Promise(() => undefined));
    const { answers } = home;
    home = new FakeHome();
    for (const [name, answer] of answers) home.answers.set(name, answer);
    const again = await review();
    expect(home.called("requests/prepare")).toMatchObject([
      { parts: [{ start: "2026-11-24T10:00:01.000Z" }] },
    ]);
    expect(sessionStorage).toHaveLength(1);
    request = { ...request, state: "declined" };
    home.step({ type: "declined", request_id: "r1" });
    await settle();
    expect(textOf(again)).toContain("was declined");
    expect(sessionStorage).toHaveLength(0);
  });

  test("and beginning anew at once is not ended by what comes late of the first", async () => {
    const element = await review();
    let late = (_: unknown): void => undefined;
    home.on("requests/stop_preparing", () => {
      late = fail;
      return (request = aRequest());
    });
    await press(element, "Stop preparing");
    await press(element, "Prepare");
    late(refusal("prepare_stopped", "The preparation of this clip was stopped."));
    await settle();
    expect(textOf(element)).not.toContain("was stopped");
    expect(buttons(element, "Stop preparing")).toHaveLength(1);
  });

  test("that began elsewhere is possible, too", async () => {
    request = aRequest({ state: "preparing" });
    home.on("requests/stop_preparing", () => (request = aRequest()));
    const element = await review();
    await press(element, "Stop preparing");
    expect(buttons(element, "Prepare")).toHaveLength(1);
    expect(home.called("requests/prepare")).toEqual([]);
  });

  test("is not offered where nothing is being prepared", async () => {
    request = ready("h1");
    expect(buttons(await review(), "Stop preparing")).toEqual([]);
  });
});

describe("declining", () => {
  test("is possible while a clip is being prepared, whose end is then no error", async () => {
    let fail: ((error: unknown) => void) | undefined;
    home.on("requests/prepare", () => new Promise((_, reject) => (fail = reject)));
    const element = await review();
    await press(element, "Decline");
    request = aRequest({ state: "declined" });
    fail!(refusal("already_decided", "This was decided before: declined."));
    await settle();
    expect(home.called("requests/decline")).toHaveLength(1);
    expect(all(element, "[role=alert]")).toEqual([]);
  });

  test("is one tap where a push leads, and so is putting it off", async () => {
    for (const way of ["Decline", "Later"]) {
      request = ready("h1");
      const done: unknown[] = [];
      const element = await review({ asking: true });
      element.addEventListener("review-done", () => done.push(1));
      expect(all(element, "ring-watch-question")).toHaveLength(1);
      await press(element, way);
      expect(done).toEqual([1]);
    }
    expect(home.called("requests/decline")).toEqual([{ request_id: "r1" }]);
    expect(home.called("requests/approve")).toEqual([]);
  });

  test("is one tap", async () => {
    const done: unknown[] = [];
    const element = await review();
    element.addEventListener("review-done", () => done.push(1));
    await press(element, "Decline");
    expect(home.called("requests/decline")).toEqual([{ request_id: "r1" }]);
    expect(done).toEqual([1]);
  });
});

test("a gap is called partial, with what is missing", async () => {
  request = ready();
  home.on("requests/get", () => ({
    request,
    coverage: [held({ gaps: [GAP], missing: [{ ...GAP, reason: "no_motion" }] })],
  }));
  const element = await review();
  expect(textOf(element)).toContain("Partial: 0:12 of footage is missing.");
  expect(textOf(element)).toContain("nothing moved");
});

test("a window without any footage is not called partial", async () => {
  const all = { start: START, end: END };
  home.on("requests/get", () => ({
    request,
    coverage: [held({ spans: [], gaps: [all], sound: [] })],
  }));
  const text = textOf(await review());
  expect(text).toContain("There is no footage of this window.");
  expect(text).not.toContain("Partial");
});

test("what may still be fetched is not called missing before it is known to be", async () => {
  const hatched = (element: Element) => all(element, ".gap");
  const whole = { start: START, end: END };
  const atRing = (more: object = {}) =>
    home.on("requests/get", () => ({
      request,
      coverage: [held({ spans: [], gaps: [whole], sound: [], elsewhere: true, ...more })],
    }));
  atRing();
  const element = await review();
  expect(textOf(element)).not.toMatch(/Partial|no footage/);
  expect(hatched(element)).toHaveLength(0);
  element.remove();
  atRing({ missing: [{ ...GAP, reason: "no_motion" }] });
  const known = await review();
  expect(textOf(known)).toContain("Partial: 0:12 of footage is missing.");
  expect(textOf(known)).toContain("nothing moved");
  expect(hatched(known)).toHaveLength(1);
});

test("the preview begins where there is footage", async () => {
  const clip = { ...prepared("h1").clips[0]!, gaps: [GAP] };
  request = ready("h1", { prepared: prepared("h1", { clips: [clip] }) });
  const video = one<HTMLVideoElement>(await review(), "video");
  video.dispatchEvent(new Event("loadedmetadata"));
  expect(video.currentTime).toBe(12);
});

test("a clip that an action asked for leads nobody to a page of theirs", async () => {
  request = ready("h1", { origin: "action" });
  const element = await review({ asking: true });
  await showPictures(element);
  expect(textOf(element)).toContain("Only you get the link");
  await press(element, "Share now");
  expect(home.called("requests/approve")[0]).toMatchObject({ to_asker: false });
});

test("who is no administrator is told so", async () => {
  home.admin = false;
  expect(textOf(await review())).toContain("decided by the administrators");
  expect(home.calls).toEqual([]);
});

test("an error of a connection that is back is not shown any more", async () => {
  const element = await review();
  const answers = home.answers.get("ring_watch/requests/subscribe")!;
  home.on("requests/subscribe", () => {
    throw refusal("unknown_command", "?");
  });
  home.reconnect();
  await settle();
  expect(textOf(element)).toContain("Ring Watch is not running.");
  home.answers.set("ring_watch/requests/subscribe", answers);
  home.reconnect();
  await settle();
  expect(textOf(element)).not.toContain("Ring Watch is not running.");
});

test("the same element for another request begins anew", async () => {
  request = ready("h1");
  const element = await review({ asking: true });
  await showPictures(element);
  request = ready("h9", { request_id: "r2" });
  element.requestId = "r2";
  await settle();
  expect(home.called("requests/get").at(-1)).toEqual({ request_id: "r2" });
  expect(isOff(shareNow(element)!)).toBe(true);
});
