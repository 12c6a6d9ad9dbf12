import { LitElement, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "./define.js";
import type { HomeAssistant } from "./hass.js";
import { shared } from "./styles.js";

/** Home Assistant's sidebar panel: loads its pages when it is opened. */
export class RingWatchPanel extends LitElement {
  static override styles = shared;

  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ type: Boolean }) narrow = false;
  @property({ attribute: false }) route?: { prefix: string; path: string };
  @state() private loaded = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void Promise.all([import("./panel/pages.js"), import("./elements/index.js")]).then(
      () => (this.loaded = true),
    );
  }

  protected override render() {
    if (!this.hass || !this.loaded) return nothing;
    return html`<ring-watch-pages
      .hass=${this.hass}
      .narrow=${this.narrow}
      .path=${this.route?.path ?? ""}
    ></ring-watch-pages>`;
  }
}

define("ring-watch-panel", RingWatchPanel);
