import { LitElement, html } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../define.js";
import type { HomeAssistant } from "../hass.js";
import texts from "virtual:texts/panel";
import { addTexts, t } from "../i18n.js";
import { shared } from "../styles.js";

addTexts(texts);

/** The panel's pages and the way between them. */
export class RingWatchPages extends LitElement {
  static override styles = shared;

  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ type: Boolean }) narrow = false;
  /** Behind the panel's own: "/requests/<id>". */
  @property() path = "";
  @property() entryId?: string;

  protected override render() {
    return html`<h1>${t(this.hass, "panel_title")}</h1>`;
  }
}

define("ring-watch-pages", RingWatchPages);
