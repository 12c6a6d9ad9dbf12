import { explain } from "../errors.js";
import type { HomeAssistant } from "../hass.js";

interface Translated {
  translation_domain?: string;
  translation_key: string;
  translation_placeholders?: Record<string, string>;
}

function isTranslated(error: unknown): error is Translated {
  return (
    typeof error === "object" &&
    error !== null &&
    "translation_key" in error &&
    Boolean(error.translation_key)
  );
}

/** Return a refusal as a sentence in the user's language; what is told with keys is in it. */
export async function refusal(hass: HomeAssistant, error: unknown): Promise<string> {
  if (!isTranslated(error)) return explain(hass, error);
  const { translation_domain: domain = "ring_watch", translation_key: key } = error;
  try {
    await hass.loadBackendTranslation("exceptions", domain);
  } catch {
    return explain(hass, error);
  }
  const text = hass.localize(
    `component.${domain}.exceptions.${key}.message`,
    error.translation_placeholders ?? {},
  );
  return text || explain(hass, error);
}
