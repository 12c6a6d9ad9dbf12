import { html } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../define.js";
import { RingWatchElement } from "./element.js";

export class RingWatchShares extends RingWatchElement {
  @property() requestId = "";
  @property() open = "";
  @property({ type: Boolean }) asking = false;

  protected override render() {
    return html`<p>${this.t("card_loading")}</p>`;
  }
}

define("ring-watch-shares", RingWatchShares);
