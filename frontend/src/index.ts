// The one module: card and panel. A dashboard that was open before the integration was
// added heals when the panel is opened, because it is this very address.

import "./card.js";
import "./elements/index.js";
import "./panel.js";

interface CustomCard {
  type: string;
  name: string;
  description: string;
  preview?: boolean;
}

declare global {
  interface Window {
    customCards?: CustomCard[];
  }
}

window.customCards ??= [];
if (!window.customCards.some((card) => card.type === "ring-watch-card"))
  window.customCards.push({
    type: "ring-watch-card",
    name: "Ring Watch",
    description: "Requests for footage and what you share.",
    preview: true,
  });
