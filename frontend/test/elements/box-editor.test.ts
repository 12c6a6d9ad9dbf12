import { beforeEach, describe, expect, test } from "vitest";
import type { Box } from "../../src/boxes.js";
import "../../src/elements/box-editor.js";
import type { RingWatchBoxes } from "../../src/elements/box-editor.js";
import { FakeHome } from "../support/home.js";
import { all, one, settle, show } from "../support/page.js";

const BOX: Box = { x: 0.25, y: 0.25, width: 0.25, height: 0.25 };

describe("a box on a picture", () => {
  let editor: RingWatchBoxes;
  let told: readonly Box[];

  beforeEach(async () => {
    told = [];
    const { hass } = new FakeHome();
    editor = await show("ring-watch-boxes", { hass, boxes: [BOX], editing: true });
    editor.addEventListener("boxes-changed", (event) => (told = (event as CustomEvent).detail));
    const area = one(editor, ".area");
    // The picture is a point here: places are fractions of it already.
    area.setPointerCapture = () => undefined;
  });

  async function drag(from: string, by: { x: number; y: number }): Promise<void> {
    const at = (x: number, y: number) => ({ bubbles: true, button: 0, clientX: x, clientY: y });
    const target = all(editor, from)[0]!;
    target.dispatchEvent(new PointerEvent("pointerdown", at(0.5, 0.5)));
    target.dispatchEvent(new PointerEvent("pointermove", at(0.5 + by.x, 0.5 + by.y)));
    target.dispatchEvent(new PointerEvent("pointerup", at(0.5 + by.x, 0.5 + by.y)));
    await settle();
  }

  test("is dragged, and keeps its size", async () => {
    await drag("button.box", { x: 0.125, y: -0.125 });
    expect(told).toEqual([{ ...BOX, x: 0.375, y: 0.125 }]);
  });

  test("is stretched by its grip, and keeps its place", async () => {
    await drag(".grip", { x: 0.25, y: -0.125 });
    expect(told).toEqual([{ ...BOX, width: 0.5, height: 0.125 }]);
  });

  test("is drawn beside the others", async () => {
    await drag(".area", { x: 0.25, y: 0.25 });
    expect(told).toEqual([BOX, { x: 0.5, y: 0.5, width: 0.25, height: 0.25 }]);
  });

  test("is taken away by its button", async () => {
    one(editor, "button.remove").click();
    expect(told).toEqual([]);
  });

  test("cannot be taken hold of unless boxes are edited", async () => {
    editor.editing = false;
    await settle();
    expect(all(editor, "button, .grip")).toEqual([]);
  });
});
