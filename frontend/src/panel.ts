import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { define } from "./define.js";
import { RingWatchElement } from "./elements/element.js";
import type { HomeAssistant } from "./hass.js";
import { Lazy } from "./lazy.js";
import { shared } from "./styles.js";

/** Home Assistant's sidebar panel: loads its pages when it is opened. */
export class RingWatchPanel extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .stack {
        padding: 8px 16px;
      }
    `,
  ];

  @property({ type: Boolean }) narrow = false;
  @property({ attribute: false }) route?: { prefix: string; path: string };

  private readonly pages = new Lazy(this, () =>
    Promise.all([import("./panel/pages.js"), import("./elements/index.js")]),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void this.pages.load();
  }

  protected override differ(before?: HomeAssistant, now?: HomeAssistant): boolean {
    // Each page looks itself at what it shows.
    return before !== now;
  }

  protected override render() {
    if (!this.hass) return nothing;
    if (!this.pages.loaded)
      return html`<div class="stack">
        <ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
        ${this.pages.note()}
      </div>`;
    return html`<ring-watch-pages
      .hass=${this.hass}
      .narrow=${this.narrow}
      .path=${this.route?.path ?? ""}
    ></ring-watch-pages>`;
  }
}

define("ring-watch-panel", RingWatchPanel);
