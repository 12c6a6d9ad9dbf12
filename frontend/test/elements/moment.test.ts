import { describe, expect, test } from "vitest";
import "../../src/elements/moment.js";
import { show, textOf } from "../support/page.js";
import { find, home } from "../panel/home.js";

async function field(value: string) {
  const heard: number[] = [];
  const element = await show("ring-watch-moment", {
    hass: home({}).hass,
    label: "Start",
    value: Date.parse(value),
  });
  element.addEventListener("moment", (event) => heard.push((event as CustomEvent).detail));
  const enter = async (text: string) => {
    const input = find<HTMLInputElement>(element, "input")!;
    input.value = text;
    input.dispatchEvent(new Event("change"));
    await (element as unknown as { updateComplete: Promise<void> }).updateComplete;
  };
  return { element, heard, enter };
}

describe("a field for a time at home", () => {
  test("shows and tells times by the clocks at home", async () => {
    const { element, heard, enter } = await field("2026-11-24T13:05:00Z");
    expect(find<HTMLInputElement>(element, "input")!.value).toMatch(/^2026-11-24T14:05(:00)?$/);
    await enter("2026-11-24T14:06:00");
    expect(heard).toEqual([Date.parse("2026-11-24T13:06:00Z")]);
  });

  test("asks which one is meant where the clocks show a time twice", async () => {
    const { element, heard } = await field("2026-10-25T00:30:00Z");
    const select = find<HTMLSelectElement>(element, "select")!;
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change"));
    expect(heard).toEqual([Date.parse("2026-10-25T01:30:00Z")]);
  });

  test("refuses a time that the clocks never show", async () => {
    const { element, heard, enter } = await field("2026-03-29T00:30:00Z");
    await enter("2026-03-29T02:30:00");
    expect(heard).toEqual([]);
    expect(textOf(element)).toContain("The clocks never showed this time.");
    expect(find(element, "input")!.getAttribute("aria-invalid")).toBe("true");
  });
});
