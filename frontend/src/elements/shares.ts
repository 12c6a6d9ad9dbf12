import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import {
  confirmShares,
  listShares,
  renewLink,
  takeBack,
  type Link,
  type Share,
} from "../api.js";
import { define } from "../define.js";
import { explain } from "../errors.js";
import type { HomeAssistant } from "../hass.js";
import { Steps } from "../live.js";
import { EveryHalfMinute } from "../minute.js";
import { Reading } from "../reading.js";
import { shared } from "../styles.js";
import { visible } from "../text.js";
import { dayAndTime, fromNow, megabytes, windowText } from "../time.js";
import { RingWatchElement } from "./element.js";
import "./link.js";

/** The links that work, and taking them back. */
export class RingWatchShares extends RingWatchElement {
  static override styles = [
    shared,
    css`
      li {
        padding: 12px 0;
        border-top: 1px solid var(--divider-color);
      }
      li:first-child {
        border-top: 0;
        padding-top: 0;
      }
    `,
  ];

  @state() private shares: readonly Share[] | undefined;
  @state() private error: string | undefined;
  /** The share that is asked about: whether to take it back. */
  @state() private asked: string | undefined;
  @state() private busy: string | undefined;
  /** New links, each told once. */
  @state() private links: ReadonlyMap<string, Link> = new Map();

  private readonly reading = new Reading(() => this.read());

  constructor() {
    super();
    new EveryHalfMinute(this);
    new Steps(this, {
      heard: (step) => {
        // What is of no request is of all, such as that all are suspended.
        if (!step?.request_id || step.share_id) void this.reading.ask();
      },
      failed: (error) => (this.error = explain(this.hass, error)),
    });
  }

  private async read(): Promise<void> {
    if (!this.hass) return;
    try {
      this.shares = (await listShares(this.hass)).shares;
      this.error = undefined;
    } catch (error) {
      this.error = explain(this.hass, error);
    }
  }

  private async act(share: Share, work: (hass: HomeAssistant) => Promise<unknown>) {
    if (!this.hass || this.busy) return;
    this.busy = share.share_id;
    try {
      await work(this.hass);
      await this.reading.ask();
    } catch (error) {
      this.error = explain(this.hass, error);
    } finally {
      this.busy = this.asked = undefined;
    }
  }

  private takeBack(share: Share): void {
    void this.act(share, (hass) => takeBack(hass, share.share_id)).then(() => this.focusOn("#live"));
  }

  private renew(share: Share): void {
    void this.act(share, async (hass) => {
      const link = await renewLink(hass, share.share_id);
      this.links = new Map(this.links).set(share.share_id, link);
    });
  }

  private async ask(share: Share): Promise<void> {
    this.asked = share.share_id;
    await this.focusOn("#sure");
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  protected override render() {
    const { hass, shares } = this;
    if (!hass) return nothing;
    if (!hass.user?.is_admin) return html`<p>${this.t("card_admins_only")}</p>`;
    return html`
      ${this.error ? html`<p class="note error" role="alert">${this.error}</p>` : nothing}
      <p id="live" class="secondary" role="status" tabindex="-1">
        ${!shares
          ? this.error
            ? nothing
            : this.t("card_loading")
          : this.t(shares.length ? "card_live" : "card_no_shares", { count: shares.length })}
      </p>
      <ul>
        ${repeat(
          shares ?? [],
          (one) => one.share_id,
          (one) => this.share(hass, one),
        )}
      </ul>
    `;
  }

  private share(hass: HomeAssistant, share: Share) {
    const id = share.share_id;
    const link = this.links.get(id);
    return html`<li class="stack">
      <div>
        <h3 class="typed" id="to-${id}">${this.recipient(share)}</h3>
        <p>${share.doorbells.map((one) => one.name).join(", ")}, ${windowText(hass, share)}</p>
        <p class="secondary">
          ${this.t("card_opened", { used: share.claims_used, claims: share.claims })}
          ${this.t("card_sent", { size: megabytes(hass, share.bytes_sent) })}
          <span title=${dayAndTime(hass, share.expires)}>
            ${this.t("card_ends", { when: fromNow(hass, share.expires) })}
          </span>
          ${share.passphrase ? this.t("card_has_passphrase") : nothing}
        </p>
      </div>
      ${share.suspended ? this.suspended(share) : nothing}
      ${link
        ? html`<ring-watch-link
            .hass=${hass}
            .url=${link.url}
            .reach=${link.reach}
          ></ring-watch-link>`
        : nothing}
      ${this.asked === id ? this.sure(share) : this.buttons(share)}
    </li>`;
  }

  private recipient(share: Share): string {
    return visible(share.requester || share.name) || this.t("card_no_recipient");
  }

  private suspended(share: Share) {
    return html`<div class="note stack">
      <p>${this.t("card_suspended")}</p>
      <div class="row">
        <button
          type="button"
          ?disabled=${!!this.busy}
          @click=${() => this.act(share, (hass) => confirmShares(hass, [share.share_id]))}
        >
          ${this.t("card_use_again")}
        </button>
      </div>
    </div>`;
  }

  private buttons(share: Share) {
    return html`<div class="row">
      <button
        type="button"
        class="danger"
        aria-describedby="to-${share.share_id}"
        ?disabled=${!!this.busy}
        @click=${() => this.ask(share)}
      >
        ${this.t("card_take_back")}
      </button>
      <button
        type="button"
        aria-describedby="to-${share.share_id}"
        ?disabled=${!!this.busy}
        @click=${() => this.renew(share)}
      >
        ${this.t("card_new_link")}
      </button>
    </div>`;
  }

  private sure(share: Share) {
    return html`<div class="note error stack">
      <p>${this.t("card_take_back_sure")}</p>
      <div class="row">
        <button
          id="sure"
          type="button"
          class="danger"
          ?disabled=${!!this.busy}
          @click=${() => this.takeBack(share)}
        >
          ${this.t("card_take_back")}
        </button>
        <button type="button" ?disabled=${!!this.busy} @click=${() => (this.asked = undefined)}>
          ${this.t("card_keep")}
        </button>
      </div>
    </div>`;
  }
}

define("ring-watch-shares", RingWatchShares);
