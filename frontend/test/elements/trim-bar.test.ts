import { beforeEach, describe, expect, test } from "vitest";
import type { RingWatchTrim } from "../../src/elements/trim-bar.js";
import "../../src/elements/trim-bar.js";
import { partOf, type Part } from "../../src/trim.js";
import { END, FakeHome, START } from "../support/home.js";
import { all, buttons, one, settle, show } from "../support/page.js";

const WINDOW = { start: START, end: END };
const BEGIN = Date.parse(START);
let bar: HTMLElement;
let element: RingWatchTrim;
let told: Part[];

/** A bar on which a second is ten pixels wide. */
beforeEach(async () => {
  element = await show<RingWatchTrim>("ring-watch-trim", {
    hass: new FakeHome().hass,
    window: WINDOW,
    kept: partOf(WINDOW),
    label: "Front door",
  });
  told = [];
  element.addEventListener("kept-changed", (event) => told.push((event as CustomEvent).detail));
  bar = one(element, ".bar");
  bar.getBoundingClientRect = () => ({ left: 0, width: 600 }) as DOMRect;
  bar.setPointerCapture = () => undefined;
});

const pointer = async (type: string, clientX: number, on: Element = bar, clientY = 0) => {
  const where = { clientX, clientY, button: 0, bubbles: true };
  on.dispatchEvent(new PointerEvent(`pointer${type}`, where));
  await settle();
};
/** What is kept, in seconds of the window. */
const kept = () =>
  [element.kept!.start, element.kept!.end].map((time) => (time - BEGIN) / 1000);
const handle = (name: string) => all(element, ".handle").find((one) => one.dataset["handle"] === name)!;

describe("a finger on the strip", () => {
  test("moves nothing when it goes down, nor when it shakes or scrolls the page", async () => {
    await pointer("down", 100);
    await pointer("move", 104);
    await pointer("cancel", 104);
    expect(told).toEqual([]);
  });

  test("moves nothing when it goes up or down, though the page is at its end", async () => {
    await pointer("down", 100);
    await pointer("move", 102, bar, -30);
    await pointer("move", 120, bar, -200);
    await pointer("up", 120, bar, -200);
    expect(told).toEqual([]);
  });

  test("that scrolls aslant leaves the trim as it was", async () => {
    await pointer("down", 100);
    await pointer("move", 120);
    expect(kept()).toEqual([12, 60]);
    await pointer("cancel", 130);
    expect(kept()).toEqual([0, 60]);
    expect(told.at(-1)).toEqual(partOf(WINDOW));
  });

  test("moves the nearer handle when it taps, and gives it the focus", async () => {
    await pointer("down", 500);
    await pointer("up", 500);
    expect(kept()).toEqual([0, 50]);
    expect(element.shadowRoot!.activeElement).toBe(handle("end"));
  });

  test("drags the nearer handle", async () => {
    await pointer("down", 100);
    await pointer("move", 200);
    await pointer("move", 250);
    await pointer("up", 250);
    expect(kept()).toEqual([25, 60]);
    await pointer("move", 300);
    expect(kept()).toEqual([25, 60]);
  });
});

describe("a finger on a handle", () => {
  test("that only taps it moves nothing", async () => {
    await pointer("down", 8, handle("start"));
    await pointer("up", 8);
    expect(told).toEqual([]);
    expect(element.shadowRoot!.activeElement).toBe(handle("start"));
  });

  test("takes it along from where it is, without a jump", async () => {
    await pointer("down", 10, handle("start"));
    await pointer("move", 20);
    expect(kept()).toEqual([1, 60]);
  });
});

describe("the exact times", () => {
  const press = async (label: string) => {
    all(element, "button").find((one) => one.getAttribute("aria-label") === label)!.click();
    await settle();
  };
  const field = (index: number) => all<HTMLInputElement>(element, "input")[index]!;
  const type = async (index: number, value: string, event = "change") => {
    field(index).value = value;
    field(index).dispatchEvent(new Event(event));
    await settle();
  };

  test("are moved by a second each way, and said to who does not see them", async () => {
    await press("Start: one second later");
    await press("End: one second earlier");
    await press("End: one second earlier");
    expect(kept()).toEqual([1, 58]);
    expect(one(element, "[role=status]").textContent).toContain("10:00:58");
    await press("Start: one second earlier");
    await press("Start: one second earlier");
    expect(kept()).toEqual([0, 58]);
  });

  test("are typed", async () => {
    await type(0, "2026-11-24T10:00:07");
    await type(1, "2026-11-24T10:00:41");
    expect(kept()).toEqual([7, 41]);
  });

  test("that are half typed, and so outside, move nothing before the field is left", async () => {
    await type(0, "2026-11-24T01:00:00");
    expect(kept()).toEqual([0, 60]);
    expect(field(0).value).toMatch(/T01:00/);
    await type(1, "2026-11-24T10:00:30");
    await type(1, "2026-11-24T23:00:00", "blur");
    expect(kept()).toEqual([0, 60]);
    expect(field(1).value).toMatch(/T10:01/);
  });

  test("can be seen at once where a pixel is more than a second", async () => {
    const folded = one<HTMLDetailsElement>(element, "details");
    expect(folded.open).toBe(false);
    element.window = { start: START, end: "2026-11-24T22:00:00Z" };
    await settle();
    expect(folded.open).toBe(true);
  });

  test("cannot be changed while the bar cannot", async () => {
    element.disabled = true;
    await settle();
    expect(all<HTMLInputElement>(element, "input, button").every((one) => one.disabled)).toBe(true);
    expect(buttons(element, "+")).toHaveLength(2);
  });
});
