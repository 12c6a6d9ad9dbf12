import { callError, sentence, type HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";
import { dayAndTime } from "./time.js";

// 1 and 3 are of the connection itself: it cannot be made, or was lost.
const TEXTS: Record<string, string> = {
  "1": "card_error_lost",
  "3": "card_error_lost",
  unknown_command: "card_error_stopped",
  unauthorized: "card_error_unauthorized",
};

/**
 * Return what went wrong and what to do, in the user's language where the backend names
 * the text, else in that of its sentence.
 */
export function explain(hass: HomeAssistant | undefined, error: unknown): string {
  const found = callError(error);
  const key = TEXTS[String(found.code)];
  if (key) return t(hass, key);
  const { translation_domain: domain, translation_key, translation_placeholders } = found;
  const path = `component.${domain}.exceptions.${translation_key}.message`;
  const text = translation_key && hass?.localize(path, read(hass, translation_placeholders));
  return text || sentence(error);
}

const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d[.\d]*([+-]\d\d:\d\d|Z))$/;

/** Return what fills a text, with times as a person reads them. */
function read(hass: HomeAssistant, placeholders: Record<string, string> = {}) {
  const entries = Object.entries(placeholders).map(([name, value]) => {
    const [, day, time] = TIME.exec(value) ?? [];
    return [name, day ? dayAndTime(hass, `${day}T${time}`) : value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
