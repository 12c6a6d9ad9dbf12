import { beforeEach, expect, test, vi } from "vitest";
import type { RingWatchDoorbell } from "../../src/elements/doorbell.js";
import "../../src/elements/doorbell.js";
import "../../src/elements/player.js";
import { FakeHome, refusal } from "../support/home.js";
import { all, buttons, isOff, one, press, settle, show, textOf } from "../support/page.js";
import "../support/video.js";

let home: FakeHome;
const device_id = "dev1";
const requested = { start: "2026-11-24T10:00:00Z", end: "2026-11-24T10:01:00Z" };

beforeEach(() => {
  home = new FakeHome()
    .entity("camera.front", "recording", {
      device_id,
      attributes: { entity_picture: "/api/camera_proxy/camera.front?token=t" },
    })
    .entity("event.front", "unknown", { device_id, attributes: { device_class: "doorbell" } })
    .entity("binary_sensor.moves", "on", { device_id, attributes: { device_class: "motion" } })
    .on("clips/look", () => ({ url: "/clip" }));
  home.answers.set("ring_watch.gather_clip", () => ({ clips: [{ clip_id: "c1", requested, gaps: [] }] }));
  home.devices[device_id] = { id: device_id, name: "Front door" };
});

const card = () =>
  show<RingWatchDoorbell>("ring-watch-doorbell", { hass: home.hass, doorbell: device_id });

test("without a player of streams there is a still picture", async () => {
  const picture = one<HTMLImageElement>(await card(), "img");
  expect(picture.getAttribute("src")).toMatch(/^\/api\/camera_proxy\/camera.front\?token=t&t=\d+$/);
  expect(picture.alt).toBe("Front door");
});

test("press and motion are told, and follow the states", async () => {
  const element = await card();
  expect(textOf(element)).toContain("Last press Never Motion Something moves now");
  home.entity("binary_sensor.moves", "off", { device_id, attributes: { device_class: "motion" } });
  element.hass = home.hass;
  await settle();
  expect(textOf(element)).toContain("Quiet.");
});

test("other states change nothing", async () => {
  const element = await card();
  const render = vi.spyOn(element as unknown as { render(): unknown }, "render");
  home.states = { ...home.states, "light.x": home.states["camera.front"]! };
  element.hass = home.hass;
  await settle();
  expect(render).not.toHaveBeenCalled();
});

test("a camera that is gone says so", async () => {
  home.entity("camera.front", "unavailable", { device_id });
  expect(textOf(await card())).toContain("There is no picture at the moment.");
});

test("the last minute is saved and can be played", async () => {
  const element = await card();
  await press(element, "Save the last minute");
  expect(home.calls).toContainEqual({
    type: "ring_watch.gather_clip",
    devices: [device_id],
    last: "00:01:00",
  });
  expect(textOf(element)).toContain("The clip stays in the house.");
  expect(one(element, "video").getAttribute("src")).toBe("/clip");
});

test("a saved minute of which a part is missing is called partial", async () => {
  const gaps = [{ start: "2026-11-24T10:00:00Z", end: "2026-11-24T10:00:40Z" }];
  home.answers.set("ring_watch.gather_clip", () => ({ clips: [{ clip_id: "c1", requested, gaps }] }));
  const element = await card();
  await press(element, "Save the last minute");
  expect(textOf(element)).toContain("Partial: 0:40 of footage is missing.");
  const video = one<HTMLVideoElement>(element, "video");
  video.dispatchEvent(new Event("loadedmetadata"));
  expect(video.currentTime).toBe(40);
});

test("what cannot be saved says why", async () => {
  home.answers.set("ring_watch.gather_clip", () => {
    throw refusal("service_validation_error", "There is no footage of Front door in this window.");
  });
  const element = await card();
  await press(element, "Save the last minute");
  expect(textOf(element)).toContain("There is no footage of Front door");
  expect(isOff(buttons(element, "Save the last minute")[0]!)).toBe(false);
});

test("who is no administrator sees the picture and can save nothing", async () => {
  home.admin = false;
  const element = await card();
  expect(all(element, "img")).toHaveLength(1);
  expect(buttons(element, "Save the last minute")).toEqual([]);
});

test("a doorbell that is none any more says what to do", async () => {
  const element = await show("ring-watch-doorbell", { hass: home.hass, doorbell: "gone" });
  expect(textOf(element)).toContain("There is no such doorbell.");
});

test("once there is a player of streams, the picture is live", async () => {
  const element = await card();
  customElements.define("ha-camera-stream", class extends HTMLElement {});
  await settle();
  expect(one<HTMLElement & { stateObj: unknown }>(element, "ha-camera-stream").stateObj).toBe(
    home.states["camera.front"],
  );
});

test("who wants no motion has a still picture, and a live one when they ask for it", async () => {
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
  const element = await card();
  expect(all(element, "ha-camera-stream")).toEqual([]);
  expect(all(element, "img")).toHaveLength(1);
  await press(element, "Show it live");
  expect(all(element, "ha-camera-stream")).toHaveLength(1);
  vi.restoreAllMocks();
});
