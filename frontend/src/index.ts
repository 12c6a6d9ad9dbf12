// The one module: card and panel. A dashboard that was open before the integration was
// added heals when the panel is opened, because it is this very address.

import "./card.js";
import "./panel.js";
import "./strategy.js";
import { pageHass, suggestion, type CardConfig } from "./card-config.js";
import { FEATURE, isSupported } from "./feature.js";
import type { HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

interface Offered {
  type: string;
  name: string;
}

interface CustomCard extends Offered {
  description: string;
  preview?: boolean;
  getEntitySuggestion(hass: HomeAssistant, entityId: string): { config: CardConfig } | null;
}

interface CustomFeature extends Offered {
  isSupported(hass: HomeAssistant, context: { entity_id?: string }): boolean;
}

interface CustomStrategy extends Offered {
  strategyType: "dashboard";
  description: string;
}

declare global {
  interface Window {
    customCards?: Offered[];
    customCardFeatures?: Offered[];
    customStrategies?: Offered[];
  }
}

/** Offer something once, however often the module is loaded. */
function offer<T extends Offered>(list: Offered[], offered: T): Offered[] {
  if (!list.some((other) => other.type === offered.type)) list.push(offered);
  return list;
}

// Their texts are read when they are shown: then the user's language is known.
window.customCards = offer<CustomCard>(window.customCards ?? [], {
  type: "ring-watch-card",
  name: "Ring Watch",
  get description() {
    return t(pageHass(), "card_description");
  },
  preview: true,
  getEntitySuggestion: suggestion,
});
window.customCardFeatures = offer<CustomFeature>(window.customCardFeatures ?? [], {
  type: FEATURE,
  get name() {
    return t(pageHass(), "card_feature");
  },
  isSupported,
});
window.customStrategies = offer<CustomStrategy>(window.customStrategies ?? [], {
  type: "ring-watch",
  strategyType: "dashboard",
  name: "Ring Watch",
  get description() {
    return t(pageHass(), "card_strategy");
  },
});
