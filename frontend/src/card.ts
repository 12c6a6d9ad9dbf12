import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { check, doorbellOf, titleOf, type CardConfig } from "./card-config.js";
import { define } from "./define.js";
import { RingWatchElement } from "./elements/element.js";
import "./elements/requests.js";
import "./elements/shares.js";
import type { HomeAssistant } from "./hass.js";
import { Lazy } from "./lazy.js";
import { shared } from "./styles.js";

export type { CardConfig } from "./card-config.js";

/** The dashboard's card: requests and shares, or one doorbell. */
export class RingWatchCard extends RingWatchElement {
  static override styles = [
    shared,
    css`
      :host,
      ha-card {
        height: 100%;
      }
      ha-card {
        overflow: auto;
      }
      .content {
        padding: 16px;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 1.4em);
        font-weight: 400;
        margin-bottom: 12px;
      }
      h2.second {
        margin-top: 16px;
        padding-top: 16px;
        border-top: 1px solid var(--divider-color);
      }
    `,
  ];

  @state() private config?: CardConfig;
  /** What a card of requests does without. */
  private readonly doorbells = new Lazy(this, () => import("./elements/doorbell.js"));

  static getStubConfig(): Omit<CardConfig, "type"> {
    return { mode: "requests", show_shares: true };
  }

  /** Return the form of the visual editor, which a dashboard does without. */
  static async getConfigForm() {
    return (await import("./card-form.js")).configForm();
  }

  setConfig(config: CardConfig): void {
    check(config);
    if (config.mode === "doorbell") void this.doorbells.load();
    this.config = config;
  }

  getCardSize(): number {
    return this.config?.mode === "doorbell" ? 6 : 5;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  protected override differ(before?: HomeAssistant, now?: HomeAssistant): boolean {
    // The doorbell's element looks itself at the states that it shows.
    if (this.config?.mode === "doorbell") return before !== now;
    return super.differ(before, now);
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const title = titleOf(hass, config);
    return html`<ha-card>
      <div class="content">
        ${title ? html`<h2>${title}</h2>` : nothing}
        ${config.mode === "doorbell"
          ? html`${this.doorbells.note()}<ring-watch-doorbell
              .hass=${hass}
              .doorbell=${doorbellOf(hass, config)}
            ></ring-watch-doorbell>`
          : this.requests(hass, config)}
      </div>
    </ha-card>`;
  }

  private requests(hass: HomeAssistant, { show_shares = true }: CardConfig) {
    return html`
      <ring-watch-requests .hass=${hass}></ring-watch-requests>
      ${show_shares && hass.user?.is_admin
        ? html`<h2 class="second">${this.t("card_shares")}</h2>
            <ring-watch-shares .hass=${hass}></ring-watch-shares>`
        : nothing}
    `;
  }
}

define("ring-watch-card", RingWatchCard);
