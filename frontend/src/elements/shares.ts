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
import { Lazy } from "../lazy.js";
import { Steps } from "../live.js";
import { EveryHalfMinute } from "../minute.js";
import { Reading } from "../reading.js";
import { shared } from "../styles.js";
import { visible } from "../text.js";
import { dayAndTime, fromNow, megabytes, windowText } from "../time.js";
import { RingWatchElement } from "./element.js";

/** What ends the link that somebody has: asked about before. */
type Change = "take_back" | "new_link";

/** What its button says, and the question. */
const WORDS: Record<Change, { label: string; sure: string }> = {
  take_back: { label: "card_take_back", sure: "card_take_back_sure" },
  new_link: { label: "card_new_link", sure: "card_new_link_sure" },
};

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
      .note + #live {
        margin-top: 12px;
      }
    `,
  ];

  @state() private shares: readonly Share[] | undefined;
  @state() private error: string | undefined;
  /** What could not be done; it stays when the shares are read again. */
  @state() private failure: string | undefined;
  /** The share that is asked about, and what is about to be done with it. */
  @state() private asked: { id: string; what: Change } | undefined;
  @state() private busy: string | undefined;
  /** New links, each told once. */
  @state() private links: ReadonlyMap<string, Link> = new Map();

  private readonly reading = new Reading(() => this.read());
  private readonly linking = new Lazy(this, () => import("./link.js"));

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

  /** Do one thing at a time; return whether it was done. */
  private async act(
    share: Share,
    work: (hass: HomeAssistant) => Promise<unknown>,
  ): Promise<boolean> {
    if (!this.hass || this.busy) return false;
    this.busy = share.share_id;
    this.failure = undefined;
    try {
      await work(this.hass);
      await this.reading.ask();
      return true;
    } catch (error) {
      this.failure = explain(this.hass, error);
      return false;
    } finally {
      this.busy = this.asked = undefined;
    }
  }

  private async change(share: Share, what: Change): Promise<void> {
    const id = share.share_id;
    const done = await this.act(share, async (hass) => {
      if (what === "take_back") return takeBack(hass, id);
      void this.linking.load();
      this.links = new Map(this.links).set(id, await renewLink(hass, id));
    });
    const next = what === "take_back" ? "#live" : `#link-${id}`;
    await this.focusOn(done ? next : `#${what}-${id}`);
  }

  private async confirm(share: Share): Promise<void> {
    const id = share.share_id;
    if (await this.act(share, (hass) => confirmShares(hass, [id]))) await this.focusOn(`#to-${id}`);
  }

  private async ask(share: Share, what: Change): Promise<void> {
    if (this.busy) return;
    this.asked = { id: share.share_id, what };
    await this.focusOn("#sure");
  }

  private async keep(share: Share, what: Change): Promise<void> {
    if (this.busy) return;
    this.asked = undefined;
    await this.focusOn(`#${what}-${share.share_id}`);
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
      ${[this.error, this.failure].map((error) =>
        error ? html`<p class="note error" role="alert">${error}</p>` : nothing,
      )}
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
        <h3 class="typed" id="to-${id}" tabindex="-1">${this.recipient(share)}</h3>
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
        ? html`${this.linking.note()}<ring-watch-link
            id="link-${id}"
            tabindex="-1"
            .hass=${hass}
            .url=${link.url}
            .reach=${link.reach}
          ></ring-watch-link>`
        : nothing}
      ${this.asked?.id === id ? this.sure(share, this.asked.what) : this.buttons(share)}
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
          aria-disabled=${!!this.busy}
          @click=${() => this.confirm(share)}
        >
          ${this.t("card_use_again")}
        </button>
      </div>
    </div>`;
  }

  private buttons(share: Share) {
    const button = (what: Change, kind: string) => html`<button
      id="${what}-${share.share_id}"
      type="button"
      class=${kind}
      aria-describedby="to-${share.share_id}"
      aria-disabled=${!!this.busy}
      @click=${() => this.ask(share, what)}
    >
      ${this.t(WORDS[what].label)}
    </button>`;
    return html`<div class="row">${button("take_back", "danger")} ${button("new_link", "")}</div>`;
  }

  private sure(share: Share, what: Change) {
    return html`<div
      class="note error stack"
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.keep(share, what)}
    >
      <p id="why">${this.t(WORDS[what].sure)}</p>
      <div class="row">
        <button
          id="sure"
          type="button"
          class="danger"
          aria-describedby="why"
          aria-disabled=${!!this.busy}
          @click=${() => this.change(share, what)}
        >
          ${this.t(WORDS[what].label)}
        </button>
        <button
          type="button"
          aria-disabled=${!!this.busy}
          @click=${() => this.keep(share, what)}
        >
          ${this.t("card_keep")}
        </button>
      </div>
    </div>`;
  }
}

define("ring-watch-shares", RingWatchShares);
