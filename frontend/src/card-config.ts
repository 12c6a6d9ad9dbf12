// The card's configuration: what is accepted, its form, and where it is suggested.

import { deviceName, doorbellDevices, ours } from "./entities.js";
import type { HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

export const TYPE = "custom:ring-watch-card";

export interface CardConfig {
  type: string;
  mode?: "requests" | "doorbell";
  /** A device's id, for the mode `doorbell`. */
  doorbell?: string;
  title?: string;
  show_shares?: boolean;
}

/** Return the page's own Home Assistant, for texts where none is handed over. */
export function pageHass(): HomeAssistant | undefined {
  return document.querySelector<HTMLElement & { hass?: HomeAssistant }>("home-assistant")?.hass;
}

/** Throw an error that says what is wrong with a configuration. */
export function check(config: unknown): asserts config is CardConfig {
  const wrong = (key: string) => new Error(t(pageHass(), `card_config_bad_${key}`));
  if (typeof config !== "object" || config === null) throw wrong("mode");
  const { mode, doorbell, title, show_shares } = config as Record<string, unknown>;
  if (![undefined, "requests", "doorbell"].includes(mode as string | undefined))
    throw wrong("mode");
  if (!["undefined", "string"].includes(typeof doorbell)) throw wrong("doorbell");
  if (!["undefined", "string"].includes(typeof title)) throw wrong("title");
  if (!["undefined", "boolean"].includes(typeof show_shares)) throw wrong("show_shares");
}

/** Return the card's configuration for a doorbell. */
export function doorbellCard(device: string): CardConfig {
  return { type: TYPE, mode: "doorbell", doorbell: device };
}

/** Return the doorbell that a configuration names, else the first one. */
export function doorbellOf(hass: HomeAssistant, config: CardConfig): string {
  return config.doorbell || doorbellDevices(hass)[0] || "";
}

/** Return the title above the card. */
export function titleOf(hass: HomeAssistant | undefined, config: CardConfig): string {
  if (config.title !== undefined) return config.title;
  if (config.mode !== "doorbell" || !hass) return t(hass, "card_title");
  return deviceName(hass, doorbellOf(hass, config)) || t(hass, "card_mode_doorbell");
}

const OF_REQUESTS: readonly string[] = ["request_waiting", "request", "requests_pending", "shares_live"];

/** Return the card that suits an entity in Home Assistant's picker of cards. */
export function suggestion(hass: HomeAssistant, entityId: string): { config: CardConfig } | null {
  const entry = ours(hass).find((one) => one.entity_id === entityId);
  if (!entry) return null;
  if (OF_REQUESTS.includes(entry.translation_key ?? ""))
    return { config: { type: TYPE, mode: "requests" } };
  const device = entry.device_id;
  const shown = /^(camera|event|binary_sensor)\./.test(entityId);
  if (!shown || !device || !doorbellDevices(hass).includes(device)) return null;
  return { config: doorbellCard(device) };
}
