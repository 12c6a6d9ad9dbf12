import { expect, test, vi } from "vitest";
import "../../src/panel.js";
import { buttons, settle, show, textOf } from "../support/page.js";
import { home } from "./home.js";

vi.mock("../../src/panel/pages.js", () => {
  throw new Error("Failed to fetch");
});

test("a panel whose pages do not come is not blank: it says what to do", async () => {
  const panel = await show("ring-watch-panel", { hass: home().hass });
  await settle();
  expect(textOf(panel)).toContain("Reload it.");
  expect(buttons(panel, "Try again")).toHaveLength(1);
});
