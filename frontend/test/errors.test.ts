import { expect, test } from "vitest";
import { explain } from "../src/errors.js";
import { FakeHome } from "./support/home.js";

const KEY = "component.ring_watch.exceptions.window_too_old.message";

const error = (oldest: string) => ({
  code: "window_too_old",
  message: "In the home's language.",
  translation_domain: "ring_watch",
  translation_key: "window_too_old",
  translation_placeholders: { name: "Front door", oldest },
});

function said(oldest: string): string {
  const home = new FakeHome();
  home.timeZone = "Europe/Amsterdam";
  home.localize = (key, values) =>
    key === KEY ? `Nothing of ${values?.["name"]} before ${values?.["oldest"]}` : "";
  return explain(home.hass, error(oldest));
}

test("an error in the user's language has times as a person reads them", () => {
  expect(said("2026-11-24 10:00:00+01:00")).toBe(
    "Nothing of Front door before Nov 24, 2026, 10:00:00",
  );
});

test("what is no time stays as it is", () => {
  expect(said("2026-11-24")).toBe("Nothing of Front door before 2026-11-24");
});
