import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { HomeAssistant } from "./hass.js";
import { t } from "./i18n.js";

type Host = ReactiveControllerHost & { hass?: HomeAssistant | undefined };

/** A part of the code that an element needs, loaded when it is; until then it says so. */
export class Lazy {
  loaded = false;
  private loading = false;
  private failed = false;

  /** `part` imports it. */
  constructor(
    private readonly host: Host,
    private readonly part: () => Promise<unknown>,
  ) {}

  /** Load it, once; what failed before is tried again. */
  async load(): Promise<void> {
    if (this.loaded || this.loading) return;
    this.loading = true;
    try {
      await this.part();
      this.loaded = true;
    } catch {
      // What is gone from the server is not there the next time either.
      if (this.failed) location.reload();
      this.failed = true;
    }
    this.loading = false;
    this.host.requestUpdate();
  }

  /** What is to be shown in its place. */
  note(): TemplateResult | typeof nothing {
    if (this.loaded) return nothing;
    const { hass } = this.host;
    if (!this.failed) return html`<p role="status">${t(hass, "card_loading")}</p>`;
    return html`<div class="note error stack">
      <p role="alert">${t(hass, "card_error_reload")}</p>
      <div class="row">
        <button type="button" @click=${() => this.load()}>${t(hass, "card_try_again")}</button>
      </div>
    </div>`;
  }
}
