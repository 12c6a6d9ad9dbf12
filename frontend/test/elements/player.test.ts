import { afterEach, expect, test, vi } from "vitest";
import type { RingWatchPlayer } from "../../src/elements/player.js";
import "../../src/elements/player.js";
import { FakeHome } from "../support/home.js";
import { all, one, press, settle, show, textOf } from "../support/page.js";
import { showPictures } from "../support/video.js";

async function player(look: () => Promise<string>) {
  const shown: string[] = [];
  const listen = (event: Event) => shown.push((event as CustomEvent<string>).detail);
  document.body.addEventListener("frame-shown", listen);
  const element = await show<RingWatchPlayer>("ring-watch-player", {
    hass: new FakeHome().hass,
    of: "a",
    look,
  });
  return { element, shown };
}

const anHourLater = () => {
  const then = Date.now() + 3_600_000;
  vi.spyOn(Date, "now").mockReturnValue(then);
};

afterEach(() => void vi.restoreAllMocks());

const video = (element: Element) => one<HTMLVideoElement>(element, "video");

test("it plays muted, and tells of the first picture once", async () => {
  const { element, shown } = await player(async () => "/look/1");
  expect(video(element).muted).toBe(true);
  expect(shown).toEqual([]);
  await showPictures(element);
  await showPictures(element);
  expect(shown).toEqual(["a"]);
});

test("an address that has ended is asked for anew, and it goes on where it was", async () => {
  let addresses = 0;
  const { element } = await player(async () => `/look/${++addresses}`);
  await showPictures(element);
  video(element).currentTime = 42;
  anHourLater();
  video(element).dispatchEvent(new Event("error"));
  await settle();
  expect(video(element).getAttribute("src")).toBe("/look/2");
  video(element).currentTime = 0;
  video(element).dispatchEvent(new Event("loadedmetadata"));
  expect(video(element).currentTime).toBe(42);
});

test("what fails at the same place at once is not asked for again and again", async () => {
  let addresses = 0;
  const { element } = await player(async () => `/look/${++addresses}`);
  await showPictures(element);
  video(element).dispatchEvent(new Event("error"));
  await settle();
  expect(addresses).toBe(1);
  expect(textOf(element)).toContain("cannot be played here");
});

test("what never played is not asked for again and again", async () => {
  let addresses = 0;
  const { element, shown } = await player(async () => `/look/${++addresses}`);
  video(element).dispatchEvent(new Event("error"));
  await settle();
  expect(addresses).toBe(1);
  expect(textOf(element)).toContain("cannot be played here");
  await press(element, "Try again");
  expect(addresses).toBe(2);
  expect(all(element, "video")).toHaveLength(1);
  expect(shown).toEqual([]);
});

test("a picture of what was played before does not count for what is played now", async () => {
  const { element, shown } = await player(async () => "/look/1");
  const before = video(element);
  element.of = "b";
  await settle();
  // The old video's callback comes late.
  document.body.append(before);
  await showPictures(document.body);
  expect(shown).toEqual(["b"]);
});

test("an address that comes late for another clip is not played", async () => {
  const answers: ((url: string) => void)[] = [];
  const { element } = await player(() => new Promise((done) => answers.push(done)));
  element.of = "b";
  await settle();
  answers[1]!("/look/b");
  await settle();
  answers[0]!("/look/a");
  await settle();
  expect(video(element).getAttribute("src")).toBe("/look/b");
});

test("a refusal is a sentence with a way to try again", async () => {
  const { element } = await player(() => Promise.reject({ code: "no_request", message: "Gone." }));
  expect(textOf(element)).toContain("Gone.");
  expect(textOf(element)).toContain("Try again");
});
