// The form of the card in Home Assistant's visual editor.

import { check, pageHass } from "./card-config.js";
import type { HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

/** A list to choose from shows no default: words below it say what holds without a choice. */
const HELPED: readonly string[] = ["mode", "doorbell"];

/** Return the form of Home Assistant's visual editor. */
export function configForm() {
  const option = (value: string) => ({ value, label: t(pageHass(), `card_mode_${value}`) });
  return {
    schema: [
      {
        name: "mode",
        selector: {
          select: { mode: "dropdown", options: [option("requests"), option("doorbell")] },
        },
      },
      { name: "doorbell", selector: { device: { integration: "ring_watch", entity: [{ domain: "camera" }] } } },
      { name: "title", selector: { text: {} } },
      { name: "show_shares", default: true, selector: { boolean: {} } },
    ],
    computeLabel: (schema: { name: string }, localize?: HomeAssistant["localize"]) =>
      t(localize ? { localize } : pageHass(), `card_config_${schema.name}`),
    computeHelper: (schema: { name: string }, localize?: HomeAssistant["localize"]) =>
      HELPED.includes(schema.name)
        ? t(localize ? { localize } : pageHass(), `card_config_${schema.name}_help`)
        : undefined,
    assertConfig: check,
  };
}
