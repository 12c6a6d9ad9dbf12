import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../../src/panel/footage-page.js";
import { all, isOff, settle, show, textOf } from "../support/page.js";
import { DOORBELL, NOTHING, button, find, home, until } from "./home.js";

const NOON = "2026-11-24T12:00:00.000Z";
const DAY = {
  ...NOTHING,
  spans: [{ start: "2026-11-24T08:00:00.000000Z", end: "2026-11-24T11:30:00.000000Z" }],
  gaps: [
    { start: "2026-11-23T23:00:00.000000Z", end: "2026-11-24T08:00:00.000000Z" },
    { start: "2026-11-24T15:00:00.000000Z", end: "2026-11-24T23:00:00.000000Z" },
  ],
  sound: [{ start: "2026-11-24T08:00:00.000000Z", end: "2026-11-24T11:30:00.000000Z" }],
  presses: ["2026-11-24T09:00:00.000000Z"],
};
const CLIP = {
  clip_id: "c1",
  doorbell_id: "front",
  name: "Front door",
  start: "2026-11-24T08:00:00.000000Z",
  end: "2026-11-24T08:01:00.000000Z",
  size: 1_400_000,
  gaps: [],
  media_content_id: "",
};
const ANSWERS = {
  "doorbells/list": { time_zone: "Europe/Amsterdam", doorbells: [DOORBELL] },
  "footage/timeline": DAY,
  "footage/thumbnails": { thumbnails: [] },
  "clips/list": { clips: [CLIP] },
  "clips/delete": null,
};

beforeEach(() => void vi.useFakeTimers({ now: new Date(NOON), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

type Answers = Record<string, unknown>;

async function open(answers: Answers = {}, actions: Answers = {}) {
  const fake = home({ ...ANSWERS, ...answers }, actions);
  const page = await show("ring-watch-page-footage", { hass: fake.hass });
  await until(() => find(page, ".track"));
  return { page, fake };
}

const windowOf = (page: HTMLElement) =>
  all(page, "[role=slider]").map((one) => Number(one.getAttribute("aria-valuenow")) * 1000);
const press = (target: HTMLElement, key: string, shiftKey = false) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, cancelable: true }));

describe("footage", () => {
  test("of today is asked for by the day at home", async () => {
    const { fake } = await open();
    const fields = await until(() => fake.called("footage/timeline")[0]);
    expect(fields).toEqual({
      doorbell_id: "front",
      start: "2026-11-23T23:00:00.000Z",
      end: "2026-11-24T23:00:00.000Z",
    });
  });

  test("of another day is asked for by its own length", async () => {
    const { page, fake } = await open();
    const day = find<HTMLInputElement>(page, "input[type=date]")!;
    day.value = "2026-10-25";
    day.dispatchEvent(new Event("change"));
    const fields = await until(() => fake.called("footage/timeline")[1]);
    expect(fields).toMatchObject({
      start: "2026-10-24T22:00:00.000Z",
      end: "2026-10-25T23:00:00.000Z",
    });
  });

  test("cannot be of tomorrow, nor older than the oldest", async () => {
    const { page } = await open();
    expect(isOff(button(page, "The day after"))).toBe(true);
    await until(() => find<HTMLInputElement>(page, "input[type=date]")!.min === "2026-10-20");
  });

  test("begins with a window at its end, which arrow keys move", async () => {
    const { page } = await open();
    await until(() => windowOf(page).length === 2);
    const end = Date.parse(DAY.spans[0]!.end);
    expect(windowOf(page)).toEqual([end - 60_000, end]);
    press(all(page, "[role=slider]")[0]!, "ArrowLeft", true);
    await until(() => windowOf(page)[0] === end - 61_000);
    press(all(page, "[role=slider]")[1]!, "End");
    await until(() => windowOf(page)[1] === Date.parse(NOON));
  });

  test("keeps its window when a finger on it scrolls the page", async () => {
    const { page } = await open();
    await until(() => windowOf(page).length === 2);
    const before = windowOf(page);
    const track = find(page, ".track")!;
    track.getBoundingClientRect = () => ({ left: 0, width: 240 }) as DOMRect;
    track.setPointerCapture = () => undefined;
    for (const [type, clientX] of [["down", 20], ["move", 40]] as const)
      track.dispatchEvent(new PointerEvent(`pointer${type}`, { clientX, button: 0 }));
    await until(() => windowOf(page)[0] !== before[0]);
    track.dispatchEvent(new PointerEvent("pointercancel"));
    await until(() => windowOf(page)[0] === before[0]);
    expect(windowOf(page)).toEqual(before);
  });

  test("that is still to come is no gap", async () => {
    const { page } = await open();
    await until(() => all(page, ".gap").length === 1);
  });

  test("around a press is chosen from the list of presses", async () => {
    const { page } = await open();
    (await until(() => find(page, ".chips button"))).click();
    const press = Date.parse(DAY.presses[0]!);
    await until(() => windowOf(page)[0] === press - 10_000);
    expect(windowOf(page)[1]).toBe(press + 10_000);
  });

  test("is chosen to the second by a time at home", async () => {
    const { page } = await open();
    const [start] = await until(() => {
      const inputs = all<HTMLInputElement>(page, "input[type=datetime-local]");
      return inputs.length === 2 && inputs;
    });
    start!.value = "2026-11-24T12:29:40";
    start!.dispatchEvent(new Event("change"));
    await until(() => windowOf(page)[0] === Date.parse("2026-11-24T11:29:40Z"));
  });

  test("says where there is none", async () => {
    const { page } = await open({ "footage/timeline": NOTHING });
    await until(() => textOf(page).includes("There is no footage of this day."));
  });

  test("is read anew after a lost connection; the window stays", async () => {
    const { page, fake } = await open();
    await until(() => windowOf(page).length === 2);
    const moved = windowOf(page)[0]! - 1000;
    press(all(page, "[role=slider]")[0]!, "ArrowLeft", true);
    await until(() => windowOf(page)[0] === moved);
    fake.reconnect();
    await until(() => fake.called("footage/timeline").length === 2);
    await settle();
    expect(windowOf(page)[0]).toBe(moved);
  });

  test("needs a doorbell", async () => {
    const fake = home({ ...ANSWERS, "doorbells/list": { time_zone: "UTC", doorbells: [] } });
    const page = await show("ring-watch-page-footage", { hass: fake.hass });
    await until(() => textOf(page).includes("There is no doorbell yet."));
    expect(find(page, "a")?.textContent).toContain("Add a doorbell");
  });
});

describe("a doorbell whose recordings are at Ring", () => {
  const RING = { ...DOORBELL, source: "ring_account", oldest: null };
  const HATCHED = { ...NOTHING, gaps: [{ start: DAY.gaps[0]!.start, end: DAY.gaps[1]!.end }] };
  const atRing = (timeline: object, doorbell: object = RING) =>
    open({
      "doorbells/list": { time_zone: "Europe/Amsterdam", doorbells: [doorbell] },
      "footage/timeline": timeline,
    });
  const minute = async (page: HTMLElement) => {
    const [start, end] = await until(() => windowOf(page).length === 2 && windowOf(page));
    expect(end! - start!).toBe(60_000);
    return new Date(start!).toISOString();
  };
  const at = (start: string) => ({ start, end: "2026-11-24T11:00:00.000000Z" });

  test("says where they are, and offers the last minute where nothing is known", async () => {
    const { page } = await atRing(HATCHED);
    expect(await minute(page)).toBe("2026-11-24T11:59:00.000Z");
    expect(textOf(page)).toContain("are at Ring, and are fetched when you gather them");
    expect(textOf(page)).not.toContain("There is no footage of this day.");
  });

  test.each([
    ["press", { ...HATCHED, presses: ["2026-11-24T10:00:00.000000Z"] }],
    ["motion", { ...HATCHED, motion: [at("2026-11-24T10:00:00.000000Z")] }],
  ])("offers the minute of the last %s", async (_, timeline) => {
    const { page } = await atRing(timeline);
    expect(await minute(page)).toBe("2026-11-24T09:59:50.000Z");
  });

  test("lets days be chosen as far back as Ring keeps them, whatever is at home", async () => {
    for (const oldest of [null, "2026-11-23T00:00:00.000000Z"]) {
      const { page } = await atRing(HATCHED, { ...RING, oldest });
      await until(() => find<HTMLInputElement>(page, "input[type=date]")!.min === "2026-05-28");
      expect(isOff(button(page, "The day before"))).toBe(false);
      page.remove();
    }
  });

  test("has a window of an earlier day gathered", async () => {
    const { page, fake } = await open(
      {
        "doorbells/list": { time_zone: "Europe/Amsterdam", doorbells: [RING] },
        "footage/timeline": HATCHED,
      },
      { gather_clip: { clips: [{ clip_id: "c2" }] } },
    );
    await minute(page);
    button(page, "The day before").click();
    await until(() => fake.called("footage/timeline").length === 2);
    await settle();
    button(page, "Gather").click();
    const fields = await until(() => fake.performed("gather_clip")[0]);
    expect(fields).toMatchObject({
      start: "2026-11-23T22:59:00.000Z",
      end: "2026-11-23T23:00:00.000Z",
    });
  });

  test("says that what is not at home has to be gathered to be looked at", async () => {
    const over = Object.assign(new Error("none"), { code: "not_found" });
    const { page } = await open({
      "doorbells/list": { time_zone: "Europe/Amsterdam", doorbells: [RING] },
      "footage/timeline": HATCHED,
      "footage/look": over,
    });
    await minute(page);
    button(page, "Play").click();
    await until(() => textOf(page).includes("Gather it to look at it."));
  });
});

describe("gathering", () => {
  test("asks for exactly the window", async () => {
    const { page, fake } = await open({}, { gather_clip: { clips: [{ clip_id: "c2" }] } });
    await until(() => windowOf(page).length === 2);
    button(page, "Gather").click();
    await until(() => textOf(page).includes("Gathered."));
    expect(fake.performed("gather_clip")[0]).toEqual({
      devices: ["device-front"],
      start: "2026-11-24T11:29:00.000Z",
      end: "2026-11-24T11:30:00.000Z",
      audio: false,
    });
  });

  test.each([
    [true, "Gathered. The clip"],
    [false, "Gathered without sound: this footage has none."],
  ])("with sound says whether there was any: %s", async (audio, said) => {
    const clips = [{ clip_id: "c2", audio }];
    const { page, fake } = await open({}, { gather_clip: { clips } });
    await until(() => windowOf(page).length === 2);
    find(find(page, "ring-watch-gather-window")!, "input[type=checkbox]")!.click();
    button(page, "Gather").click();
    await until(() => textOf(page).includes(said));
    expect(fake.performed("gather_clip")[0]).toMatchObject({ audio: true });
  });

  test.each([
    [[], "stream", "This footage has no sound.", 0],
    [[], "ring_account", "With sound, if there is any", 1],
    [DAY.sound, "stream", "With sound", 1],
  ])("offers sound where there may be some: %#", async (sound, source, said, boxes) => {
    const doorbells = [{ ...DOORBELL, source }];
    const { page } = await open({
      "doorbells/list": { time_zone: "Europe/Amsterdam", doorbells },
      "footage/timeline": { ...DAY, spans: source === "stream" ? DAY.spans : [], sound },
    });
    const window = await until(() => find(page, "ring-watch-gather-window"));
    expect(textOf(window)).toContain(said);
    expect(all(window, "input[type=checkbox]")).toHaveLength(boxes);
  });

  test("that is refused says why, in the user's language", async () => {
    const refused = Object.assign(new Error("English"), {
      translation_domain: "ring_watch",
      translation_key: "window_without_footage",
      translation_placeholders: { name: "Front door" },
    });
    const { page, fake } = await open({}, { gather_clip: refused });
    fake.localize = (key, values) =>
      key === "component.ring_watch.exceptions.window_without_footage.message"
        ? `Geen beelden van ${values?.["name"]}`
        : "";
    Object.assign(page, { hass: fake.hass });
    await until(() => windowOf(page).length === 2);
    button(page, "Gather").click();
    await until(() => textOf(page).includes("Geen beelden van Front door"));
  });

  test("shows how far it is, and can be cancelled", async () => {
    const { page, fake } = await open({}, { cancel_gather: null });
    const running = { clip_id: "c2", name: "Front door", state: "running", progress: 0.5 };
    fake.event(running);
    const bar = await until(() => find<HTMLProgressElement>(page, "progress"));
    expect(bar.value).toBe(0.5);
    expect(textOf(page)).not.toContain("Waiting for Ring");
    fake.event({ ...running, waiting: true });
    await until(() => textOf(page).includes("Waiting for Ring"));
    button(page, "Cancel: Gathering from Front door").click();
    await until(() => fake.performed("cancel_gather").length);
    fake.event({ ...running, state: "cancelled", progress: null });
    await until(() => !find(page, "progress"));
  });
});

describe("gathered clips", () => {
  test("are listed with their window and size", async () => {
    const { page } = await open();
    await until(() => textOf(page).includes("1.4 MB"));
  });

  test("are deleted after one question", async () => {
    const { page, fake } = await open();
    (await until(() => find(page, ".ask"))).click();
    (await until(() => find(page, ".question .danger"))).click();
    await until(() => fake.called("clips/delete").length);
    await until(() => fake.called("clips/list").length > 1);
  });

  test("are read anew when one is done, whoever asked for it", async () => {
    const { fake } = await open();
    fake.event({ clip_id: "c9", name: "Front door", state: "done", progress: 1 });
    await until(() => fake.called("clips/list").length > 1);
  });
});

describe("playing the archive", () => {
  test("begins in the segment that holds the time", async () => {
    const { page, fake } = await open({
      "footage/look": { url: "/segment.mp4?sig", start: "2026-11-24T11:28:30.000000Z" },
    });
    await until(() => windowOf(page).length === 2);
    button(page, "Play").click();
    const video = await until(() => find<HTMLVideoElement>(page, "video"));
    expect(video.getAttribute("src")).toBe("/segment.mp4?sig");
    expect(fake.called("footage/look")[0]?.["time"]).toBe(
      "2026-11-24T11:29:00.000Z",
    );
  });

  test("says what it leaves out", async () => {
    const { page } = await open({
      "footage/look": { url: "/segment.mp4?sig", start: "2026-11-24T11:40:00.000000Z" },
    });
    await until(() => windowOf(page).length === 2);
    button(page, "Play").click();
    await until(() => textOf(page).includes("There is no footage from 12:29:00 to 12:40:00."));
  });

  const begin = async (answers: Answers) => {
    const { page, fake } = await open(answers);
    await until(() => windowOf(page).length === 2);
    button(page, "Play").click();
    const video = await until(() => find<HTMLVideoElement>(page, "video"));
    Object.defineProperty(video, "duration", { value: 60 });
    Object.defineProperty(video, "currentTime", { value: 50, writable: true });
    return { page, fake, video };
  };
  const SEGMENT = { url: "/segment.mp4?sig", start: "2026-11-24T11:28:30.000000Z" };

  test("goes on with the segment after it", async () => {
    const { fake, video } = await begin({ "footage/look": SEGMENT });
    video.dispatchEvent(new Event("ended"));
    const next = await until(() => fake.called("footage/look")[1]);
    expect(next["time"]).toBe("2026-11-24T11:29:30.001Z");
  });

  test("goes on where it was when an address has ended, and gives up when that fails", async () => {
    const { page, fake, video } = await begin({ "footage/look": SEGMENT });
    video.dispatchEvent(new Event("error"));
    const again = await until(() => fake.called("footage/look")[1]);
    expect(again["time"]).toBe("2026-11-24T11:29:20.000Z");
    video.dispatchEvent(new Event("error"));
    await until(() => textOf(page).includes("This clip cannot be played here."));
    expect(fake.called("footage/look")).toHaveLength(2);
  });

  test("shows on the timeline where it is", async () => {
    const { page, video } = await begin({ "footage/look": SEGMENT });
    video.dispatchEvent(new Event("timeupdate"));
    await until(() => find(page, "ring-watch-timeline .at"));
    expect(find(page, "ring-watch-timeline")).toMatchObject({
      at: Date.parse("2026-11-24T11:29:20Z"),
    });
  });

  test("says where it ends", async () => {
    const over = Object.assign(new Error("none"), { code: "not_found" });
    const { page } = await open({ "footage/look": over });
    await until(() => windowOf(page).length === 2);
    button(page, "Play").click();
    await until(() => textOf(page).includes("There is no footage from here on."));
  });
});
