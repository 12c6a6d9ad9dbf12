import { expect, test } from "vitest";
import { localeOf } from "../src/i18n.js";

test.each([
  ["de-CH", "de", "de-CH"],
  ["en-US", "en", "en-US"],
  ["it", "en", "en-GB"],
  ["he", "en", "en-GB"],
  ["it", "de", "de"],
])("to who speaks %s, texts in %s have times and numbers of %s", (language, texts, locale) => {
  const localize = (key: string) => (key.endsWith("card_language") ? texts : "");
  expect(localeOf({ locale: { language }, localize })).toBe(locale);
});

test("until the texts are there, they are English", () => {
  expect(localeOf({ locale: { language: "de" }, localize: () => "" })).toBe("en-GB");
});
