// A whole dashboard from one line: `strategy: {type: custom:ring-watch}`.

import { doorbellCard, TYPE } from "./card-config.js";
import { define } from "./define.js";
import { deviceName, doorbellDevices, homeEntity, ours } from "./entities.js";
import { FEATURE } from "./feature.js";
import type { HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

type Card = Record<string, unknown>;

const tile = (entity: string): Card => ({ type: "tile", entity });
/** As broad as the section, so that there is room for all buttons. */
const deciding = (entity: string): Card => ({
  ...tile(entity),
  features: [{ type: `custom:${FEATURE}` }],
  grid_options: { columns: 12 },
});
const heading = (text: string): Card => ({ type: "heading", heading: text });

function requestsSection(hass: HomeAssistant, title: string): Card {
  const waiting = homeEntity(hass, "binary_sensor.request_waiting");
  const counts = ["requests_pending", "shares_live"]
    .map((key) => homeEntity(hass, `sensor.${key}`))
    .filter((id) => id !== undefined);
  return {
    type: "grid",
    cards: [
      heading(title),
      ...(waiting ? [deciding(waiting)] : []),
      ...counts.map(tile),
      { type: TYPE, mode: "requests", show_shares: true },
    ],
  };
}

function doorbellSection(hass: HomeAssistant, device: string): Card {
  const tiles = ours(hass)
    .filter(
      (entry) => entry.device_id === device && /^(binary_sensor|event|switch)\./.test(entry.entity_id),
    )
    .map((entry) => tile(entry.entity_id));
  return {
    type: "grid",
    cards: [heading(deviceName(hass, device)), doorbellCard(device), ...tiles],
  };
}

/** Home Assistant's dashboard strategy. */
export class RingWatchStrategy extends HTMLElement {
  static async generate(_config: unknown, hass: HomeAssistant) {
    const doorbells = doorbellDevices(hass).map((device) => doorbellSection(hass, device));
    const localize = await hass
      .loadBackendTranslation("common", "ring_watch")
      .catch(() => hass.localize);
    const requests = requestsSection(hass, t({ localize }, "card_mode_requests"));
    const sections = hass.user?.is_admin ? [requests, ...doorbells] : doorbells;
    const title = "Ring Watch";
    return {
      title,
      views: [{ type: "sections", title, path: "home", max_columns: 3, sections }],
    };
  }
}

define("ll-strategy-dashboard-ring-watch", RingWatchStrategy);
