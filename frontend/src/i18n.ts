// Texts in the user's language, English until they are loaded.

import cardTexts from "virtual:texts/card";
import type { HomeAssistant } from "./hass.js";

type Values = Record<string, string | number>;

const english: Record<string, string> = { ...cardTexts };

/** Make the English texts of another part known; the panel brings its own. */
export function addTexts(texts: Readonly<Record<string, string>>): void {
  Object.assign(english, texts);
}

let loading: { language: string; done: Promise<void> } | undefined;

/** Load the texts of the user's language; a call for the same language is free. */
export function loadTexts(hass: HomeAssistant): Promise<void> {
  if (loading?.language !== hass.language) {
    const load = (category: string) => hass.loadBackendTranslation(category, "ring_watch");
    const done = Promise.all([load("common"), load("exceptions")]).then(
      () => undefined,
      () => undefined,
    );
    loading = { language: hass.language, done };
  }
  return loading!.done;
}

/**
 * Return the language to write times and numbers in: that of the texts. Theirs is another
 * than the user's where there are none in the user's.
 */
export function localeOf(hass: Pick<HomeAssistant, "localize" | "locale">): string {
  const wanted = hass.locale.language;
  const texts = t(hass, "card_language");
  if (wanted.split("-")[0] === texts) return wanted;
  // Who speaks another language reads a day before its month, and hours up to 24.
  return texts === "en" ? "en-GB" : texts;
}

/** Return a text of the card or the panel; `{name}` stands for a value. */
export function t(
  hass: Pick<HomeAssistant, "localize"> | undefined,
  key: string,
  values: Values = {},
): string {
  const found = hass?.localize(`component.ring_watch.common.${key}`, values);
  if (found) return found;
  const text = english[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
