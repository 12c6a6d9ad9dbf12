import { html, nothing } from "lit";
import { listRequests, type FootageRequest, type RequestState } from "../api.js";
import { define } from "../define.js";
import { outcomeText } from "../elements/outcomes.js";
import { asker } from "../elements/words.js";
import { dayAndTime, windowText } from "../time.js";
import { Page } from "./page.js";
import { Past } from "./past.js";

const ENDED: RequestState[] = ["revoked", "expired", "used_up"];

/** Live shares, and below them what came of the ended ones. */
export class RingWatchSharesPage extends Page {
  private readonly ended = new Past(
    (fields) => this.attempt(() => listRequests(this.hass, { states: ENDED, ...fields })),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.hear(() => void this.ended.load());
  }

  protected override render() {
    return html`<section>
        <h2>${this.t("panel_page_shares")}</h2>
        <ring-watch-shares .hass=${this.hass}></ring-watch-shares>
      </section>
      <section>
        <h2>${this.t("panel_ended")}</h2>
        ${this.complaint()}
        ${this.ended.requests?.length === 0
          ? html`<p class="secondary">${this.t("panel_ended_none")}</p>`
          : nothing}
        <ul class="plain">
          ${this.ended.requests?.map((request) => this.row(request))}
        </ul>
        ${this.ended.goesOn
          ? html`<p>
              <button @click=${() => this.ended.more()}>${this.t("panel_more")}</button>
            </p>`
          : nothing}
      </section>`;
  }

  private row(request: FootageRequest) {
    const last = request.history.at(-1);
    return html`<li class="spread">
      <span>
        <strong class="typed">${asker(this.hass, request)}</strong>
        <span class="secondary">${windowText(this.hass, request)}</span>
      </span>
      <span>
        ${outcomeText(this.hass, request.state)}
        ${last ? html`<span class="secondary">${dayAndTime(this.hass, last.time)}</span>` : nothing}
      </span>
    </li>`;
  }
}

define("ring-watch-page-shares", RingWatchSharesPage);
