import { html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { listRequests, type FootageRequest } from "../api.js";
import { define } from "../define.js";
import { asker, outcomeText } from "../elements/words.js";
import { dayAndTime, windowText } from "../time.js";
import { Page } from "./page.js";

const PAGE = 20;

/** Live shares, and below them what came of the ended ones. */
export class RingWatchSharesPage extends Page {
  @state() private ended: FootageRequest[] = [];
  @state() private cursor: string | null = null;
  @state() private loaded = false;

  constructor() {
    super();
    this.hear(() => void this.load());
  }

  protected override render() {
    return html`<section>
        <h2>${this.t("panel_page_shares")}</h2>
        <ring-watch-shares .hass=${this.hass}></ring-watch-shares>
      </section>
      <section>
        <h2>${this.t("panel_ended")}</h2>
        ${this.complaint()}
        ${this.loaded && !this.ended.length
          ? html`<p class="secondary">${this.t("panel_ended_none")}</p>`
          : nothing}
        <ul class="plain">
          ${this.ended.map((request) => this.row(request))}
        </ul>
        ${this.cursor
          ? html`<p>
              <button @click=${() => this.load(this.cursor)}>${this.t("panel_more")}</button>
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

  private async load(cursor: string | null = null): Promise<void> {
    const page = await this.attempt(() =>
      listRequests(this.hass, {
        states: ["revoked", "expired", "used_up"],
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      }),
    );
    if (!page) return;
    this.ended = cursor ? [...this.ended, ...page.requests] : page.requests;
    this.cursor = page.cursor;
    this.loaded = true;
  }
}

define("ring-watch-page-shares", RingWatchSharesPage);
