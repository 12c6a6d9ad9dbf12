import { html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { define } from "../define.js";
import { visible } from "../text.js";
import { type Requester, eraseRequester, listRequesters } from "./api.js";
import "./ask.js";
import { INTEGRATION, follow } from "./navigation.js";
import { Page } from "./page.js";
import { dayText } from "./texts.js";

/** Who may ask on a page of their own. */
export class RingWatchRequestersPage extends Page {
  @state() private requesters?: Requester[];
  @state() private done = "";

  constructor() {
    super();
    this.hear(() => void this.load());
  }

  protected override render() {
    return html`<section>
      <div class="spread">
        <h2>${this.t("panel_page_requesters")}</h2>
        <a class="button" href=${INTEGRATION} @click=${follow}>
          ${this.t("panel_requesters_change")}
        </a>
      </div>
      <p class="secondary">${this.t("panel_requesters_about")}</p>
      ${this.complaint()}
      <p role="status">${this.done || nothing}</p>
      ${this.requesters?.length === 0
        ? html`<p>${this.t("panel_requesters_none")}</p>`
        : nothing}
      <ul class="plain">
        ${this.requesters?.map((requester) => this.row(requester))}
      </ul>
    </section>`;
  }

  private row(requester: Requester) {
    const { agreement } = requester;
    const name = visible(requester.name);
    return html`<li class="stack">
      <div class="row">
        <strong class="typed">${name}</strong>
        <span class="tag">${this.t(`panel_kind_${requester.kind}`)}</span>
        ${requester.closed
          ? html`<span class="tag">${this.t("panel_requester_closed")}</span>`
          : nothing}
      </div>
      ${requester.contact
        ? html`<div class="typed">${visible(requester.contact)}</div>`
        : nothing}
      ${agreement
        ? html`<div>
            ${this.t(agreement.end ? "panel_agreement_until" : "panel_agreement", {
              from: dayText(this.hass, agreement.date),
              until: agreement.end ? dayText(this.hass, agreement.end) : "",
            })}
            <span class="typed">${visible(agreement.text)}</span>
          </div>`
        : nothing}
      <p class="secondary">
        ${this.t("panel_requester_numbers", {
          asked: requester.asked,
          waiting: requester.waiting,
          live: requester.live_shares,
        })}
      </p>
      <div>
        <ring-watch-ask
          .hass=${this.hass}
          .label=${this.t("panel_requester_erase")}
          .question=${this.t("panel_requester_erase_ask", { name })}
          @agreed=${() => this.erase(requester)}
        ></ring-watch-ask>
      </div>
    </li>`;
  }

  private async load(): Promise<void> {
    const found = await this.attempt(() => listRequesters(this.hass));
    if (found) this.requesters = found.requesters;
  }

  private async erase({ requester_id, name }: Requester): Promise<void> {
    const done = await this.attempt(() => eraseRequester(this.hass, requester_id));
    if (!done) return;
    this.done = this.t("panel_requester_erased", { name: visible(name), count: done.erased });
    await this.load();
  }
}

define("ring-watch-page-requesters", RingWatchRequestersPage);
