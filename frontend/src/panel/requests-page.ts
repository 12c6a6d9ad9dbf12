import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { listRequests, type FootageRequest } from "../api.js";
import { define } from "../define.js";
import { ANSWERED, outcomeText } from "../elements/outcomes.js";
import { asker } from "../elements/words.js";
import { visible } from "../text.js";
import { dayAndTime, windowText } from "../time.js";
import { eraseRequest } from "./api.js";
import "./ask.js";
import { addressOf, follow, go } from "./navigation.js";
import { Page } from "./page.js";
import { Past } from "./past.js";

/** Requests that wait for the owner, and below them the answered ones. */
export class RingWatchRequestsPage extends Page {
  static override styles = [
    Page.styles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(80px, max-content) 1fr;
        gap: 4px 16px;
        margin: 8px 0 12px;
      }
      dt {
        color: var(--secondary-text-color);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  /** The one that a link leads to. */
  @property() requestId = "";
  /** Whether its question is open as soon as there is something to share. */
  @property({ type: Boolean }) asking = true;
  private readonly answered = new Past(
    (fields) => this.attempt(() => listRequests(this.hass, { states: ANSWERED, ...fields })),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.hear(() => void this.answered.load());
  }

  protected override render() {
    return html`<section>
        <ring-watch-requests
          .hass=${this.hass}
          .open=${this.requestId}
          .asking=${this.asking && !!this.requestId}
          @open-done=${() => go(addressOf("requests"), true)}
        ></ring-watch-requests>
      </section>
      <section>
        <h2>${this.t("panel_answered")}</h2>
        ${this.complaint()}
        ${this.answered.requests?.length === 0
          ? html`<p class="secondary">${this.t("panel_answered_none")}</p>`
          : nothing}
        <ul class="plain">
          ${this.answered.requests?.map((request) => this.row(request))}
        </ul>
        ${this.answered.goesOn
          ? html`<p>
              <button @click=${() => this.answered.more()}>${this.t("panel_more")}</button>
            </p>`
          : nothing}
      </section>`;
  }

  private row(request: FootageRequest) {
    const last = request.history.at(-1);
    return html`<li>
      <div class="spread">
        <span>
          <strong class="typed">${asker(this.hass, request)}</strong>
          <span class="secondary">${windowText(this.hass, request)}</span>
        </span>
        <span>${outcomeText(this.hass, request.state)}</span>
      </div>
      <details>
        <summary>${this.t("panel_details")}</summary>
        <dl>
          ${this.term("card_reason", request.reason)}
          ${this.term("card_case", request.case_number)}
          ${this.term("card_contact", request.contact)}
          <dt>${this.t("panel_doorbells")}</dt>
          <dd>${request.doorbells.map(({ name }) => name).join(", ")}</dd>
          <dt>${this.t("panel_received")}</dt>
          <dd>${dayAndTime(this.hass, request.received)}</dd>
          ${last
            ? html`<dt>${this.t("panel_last_step")}</dt>
                <dd>${dayAndTime(this.hass, last.time)}</dd>`
            : nothing}
        </dl>
        <div class="row">
          ${request.state === "shared"
            ? html`<a class="button" href=${addressOf("shares")} @click=${follow}>
                ${this.t("panel_to_shares")}
              </a>`
            : html`<ring-watch-ask
                .hass=${this.hass}
                .label=${this.t("panel_erase_request")}
                .question=${this.t("panel_erase_request_ask")}
                @agreed=${() => this.erase(request.request_id)}
              ></ring-watch-ask>`}
        </div>
      </details>
    </li>`;
  }

  private term(key: string, typed: string) {
    return typed
      ? html`<dt>${this.t(key)}</dt>
          <dd class="typed">${visible(typed)}</dd>`
      : nothing;
  }

  private async erase(requestId: string): Promise<void> {
    if (await this.attempt(() => eraseRequest(this.hass, requestId)))
      await this.answered.load();
  }
}

define("ring-watch-page-requests", RingWatchRequestsPage);
