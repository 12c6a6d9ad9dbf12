import { LitElement, html } from "lit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Steps } from "../src/live.js";
import type { Step } from "../src/api.js";
import type { HomeAssistant } from "../src/hass.js";
import { FakeHome, refusal } from "./support/home.js";

class Listening extends LitElement {
  static override properties = { hass: { attribute: false } };
  declare hass?: HomeAssistant;
  readonly heard: (Step | undefined)[] = [];
  readonly errors: unknown[] = [];
  readonly steps = new Steps(this, {
    heard: (step) => this.heard.push(step),
    failed: (error) => this.errors.push(error),
  });
  protected override render = () => html``;
}
customElements.define("x-listening", Listening);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

async function listening(home: FakeHome): Promise<Listening> {
  const element = document.createElement("x-listening") as Listening;
  element.hass = home.hass;
  document.body.append(element);
  await vi.advanceTimersByTimeAsync(0);
  return element;
}

test("it reads all once it listens, and hears each step", async () => {
  const home = new FakeHome();
  const element = await listening(home);
  home.step({ request_id: "r1" });
  expect(element.heard.map((step) => step?.request_id)).toEqual([undefined, "r1"]);
  expect(home.listening).toBe(1);
});

test("it listens once, however often the states change", async () => {
  const home = new FakeHome();
  const element = await listening(home);
  for (let i = 0; i < 3; i++) element.hass = home.hass;
  await vi.advanceTimersByTimeAsync(0);
  expect(home.called("requests/subscribe")).toHaveLength(1);
});

test("after a restart it tries until the integration is there, and reads all anew", async () => {
  const home = new FakeHome();
  const element = await listening(home);
  home.on("requests/subscribe", () => {
    throw refusal("unknown_command", "Unknown command.");
  });
  home.reconnect();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(element.errors.length).toBeGreaterThan(2);
  home.on("requests/subscribe", () => null);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(element.heard).toEqual([undefined, undefined]);
  home.step({ request_id: "r2" });
  expect(element.heard).toHaveLength(3);
});

test("who may not listen does not try again and again", async () => {
  const home = new FakeHome().on("requests/subscribe", () => {
    throw refusal("not_allowed", "Not allowed.");
  });
  await listening(home);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(home.called("requests/subscribe")).toHaveLength(1);
});

test("who is no administrator does not listen", async () => {
  const home = new FakeHome();
  home.admin = false;
  await listening(home);
  expect(home.calls).toEqual([]);
});

test("a reload of the integration, which ends subscriptions silently, is noticed", async () => {
  const home = new FakeHome().entity("binary_sensor.waiting", "off", {
    translation_key: "request_waiting",
  });
  const element = await listening(home);
  for (const state of ["unavailable", "off"]) {
    home.entity("binary_sensor.waiting", state, { translation_key: "request_waiting" });
    element.hass = home.hass;
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(home.called("requests/subscribe")).toHaveLength(2);
  expect(home.listening).toBe(1);
});

test("taken off the page it stops, and back on it goes on", async () => {
  const home = new FakeHome();
  const element = await listening(home);
  element.remove();
  await vi.advanceTimersByTimeAsync(0);
  expect(home.listening).toBe(0);
  document.body.append(element);
  await vi.advanceTimersByTimeAsync(0);
  expect(home.listening).toBe(1);
  expect(element.heard).toHaveLength(2);
});
