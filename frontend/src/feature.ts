import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { decline, type FootageRequest } from "./api.js";
import { define } from "./define.js";
import { RingWatchElement } from "./elements/element.js";
import { asker } from "./elements/words.js";
import { homeEntity } from "./entities.js";
import { explain } from "./errors.js";
import type { HomeAssistant } from "./hass.js";
import { Steps } from "./live.js";
import { shared } from "./styles.js";
import { readWaiting } from "./waiting.js";

export const FEATURE = "ring-watch-decide";

/** Tell whether the feature suits a tile: that of the sensor of waiting requests. */
export function isSupported(hass: HomeAssistant, context: { entity_id?: string }): boolean {
  const { entity_id } = context;
  return !!entity_id && entity_id === homeEntity(hass, "binary_sensor.request_waiting");
}

/** On a tile: *Review* and *Decline* for the newest request that waits. */
export class RingWatchDecide extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .row {
        flex-wrap: nowrap;
      }
      button {
        flex: 1;
        min-width: 0;
        padding: 4px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) context?: { entity_id?: string };
  @state() private newest: FootageRequest | undefined;
  @state() private error: string | undefined;
  @state() private busy = false;

  static getStubConfig() {
    return { type: `custom:${FEATURE}` };
  }

  constructor() {
    super();
    new Steps(this, {
      heard: () => void this.read(),
      failed: (error) => (this.error = explain(this.hass, error)),
    });
  }

  // What may be configured of other features; nothing here.
  setConfig(_config: unknown): void {}

  private async read(): Promise<void> {
    if (!this.hass) return;
    try {
      const found = await readWaiting(this.hass);
      this.newest = found.reduce<FootageRequest | undefined>(
        (newest, one) => (newest && newest.received > one.received ? newest : one),
        undefined,
      );
      this.error = undefined;
    } catch (error) {
      this.error = explain(this.hass, error);
    }
  }

  private review(id: string): void {
    history.pushState(null, "", `/ring-watch/requests/${id}`);
    window.dispatchEvent(
      new CustomEvent("location-changed", { detail: { replace: false } }),
    );
  }

  private async decline(id: string): Promise<void> {
    this.busy = true;
    try {
      await decline(this.hass!, id);
      await this.read();
    } catch (error) {
      this.error = explain(this.hass, error);
    } finally {
      this.busy = false;
    }
  }

  protected override render() {
    const { hass, newest } = this;
    if (!hass?.user?.is_admin) return nothing;
    if (this.error) return html`<p role="alert">${this.error}</p>`;
    if (!newest) return html`<p class="secondary">${this.t("card_none_waiting")}</p>`;
    const id = newest.request_id;
    const label = (key: string) => `${this.t(key)}: ${asker(hass, newest)}`;
    return html`<div class="row">
      <button
        type="button"
        class="primary"
        aria-label=${label("card_review")}
        @click=${() => this.review(id)}
      >
        ${this.t("card_review")}
      </button>
      <button
        type="button"
        class="danger"
        aria-label=${label("card_decline")}
        ?disabled=${this.busy}
        @click=${() => this.decline(id)}
      >
        ${this.t("card_decline")}
      </button>
    </div>`;
  }
}

define(FEATURE, RingWatchDecide);
