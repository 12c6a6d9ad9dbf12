import { callError, sentence, type HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

// 1 and 3 are of the connection itself: it cannot be made, or was lost.
const TEXTS: Record<string, string> = {
  "1": "card_error_lost",
  "3": "card_error_lost",
  unknown_command: "card_error_stopped",
  unauthorized: "card_error_unauthorized",
};

/** Return what went wrong and what to do, in the user's language. */
export function explain(hass: HomeAssistant | undefined, error: unknown): string {
  const key = TEXTS[String(callError(error).code)];
  return key ? t(hass, key) : sentence(error);
}
