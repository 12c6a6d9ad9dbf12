import { LitElement, html } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "./define.js";
import type { HomeAssistant } from "./hass.js";
import { loadTexts, t } from "./i18n.js";
import { shared } from "./styles.js";

export interface CardConfig {
  type: string;
  mode?: "requests" | "doorbell";
  /** A device's id, for the mode `doorbell`. */
  doorbell?: string;
  title?: string;
  show_shares?: boolean;
}

export class RingWatchCard extends LitElement {
  static override styles = shared;

  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: CardConfig;

  static getStubConfig(): Omit<CardConfig, "type"> {
    return { mode: "requests" };
  }

  setConfig(config: CardConfig): void {
    this.config = config;
  }

  getCardSize(): number {
    return 4;
  }

  protected override firstUpdated(): void {
    if (this.hass) void loadTexts(this.hass).then(() => this.requestUpdate());
  }

  protected override render() {
    return html`<ha-card .header=${this.config?.title ?? t(this.hass, "card_title")}></ha-card>`;
  }
}

define("ring-watch-card", RingWatchCard);
