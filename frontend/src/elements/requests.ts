import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { decline, getRequest, type FootageRequest } from "../api.js";
import { define } from "../define.js";
import { explain } from "../errors.js";
import type { HomeAssistant } from "../hass.js";
import { Lazy } from "../lazy.js";
import { Steps } from "../live.js";
import { EveryHalfMinute } from "../minute.js";
import { advanced, BEGUN, progressBar } from "../progress.js";
import { Reading } from "../reading.js";
import { readWaiting, reconcile, waits } from "../waiting.js";
import { shared } from "../styles.js";
import { RingWatchElement } from "./element.js";
import "./picture.js";
import { asker, requestWords } from "./words.js";

/**
 * The requests that wait for a decision, the one that waits longest first: a new one
 * comes last, and moves nothing that somebody looks at. Fires `open-done` when the one that
 * `open` names may be left.
 */
export class RingWatchRequests extends RingWatchElement {
  static override styles = [
    shared,
    css`
      li {
        padding: 16px 0;
        /* The panel's header stays at the top. */
        scroll-margin-top: 120px;
        border-top: 1px solid var(--divider-color);
      }
      li:first-child {
        border-top: 0;
        padding-top: 8px;
      }
      .note + .note,
      .note + #waiting {
        margin-top: 12px;
      }
      .about {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      @container (min-width: 420px) {
        .about.pictured {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        ring-watch-picture {
          width: 160px;
        }
      }
      ul {
        container-type: inline-size;
      }
      .words {
        display: flex;
        flex-direction: column;
        gap: 6px;
      }
      dl > div {
        display: flex;
        flex-wrap: wrap;
        column-gap: 8px;
      }
    `,
  ];

  /** The id of a request to be opened, also if it does not wait any more. */
  @property() open = "";
  /** Whether its question is open as soon as there is something to share. */
  @property({ type: Boolean }) asking = false;
  @state() private requests: readonly FootageRequest[] | undefined;
  /** How many wait: what is open stays, as it was, when it waits no more. */
  @state() private waiting = 0;
  @state() private opened: ReadonlySet<string> = new Set();
  @state() private error: string | undefined;
  /** Why the request that `open` names cannot be shown. */
  @state() private absence: string | undefined;
  /** What a request's own button could not do. */
  @state() private failures: ReadonlyMap<string, string> = new Map();
  @state() private declining: ReadonlySet<string> = new Set();

  /** The request that was scrolled to because `open` names it. */
  private ledTo = "";
  private readonly reading = new Reading(() => this.read());
  /** What reviews are made of; a dashboard does without it until one is opened. */
  private readonly reviews = new Lazy(this, () => import("./review.js"));

  constructor() {
    super();
    new EveryHalfMinute(this);
    new Steps(this, {
      heard: () => void this.reading.ask(),
      advanced: (news) => {
        this.requests = this.requests?.map((one) => advanced(one, news));
      },
      failed: (error) => (this.error = explain(this.hass, error)),
    });
  }

  private async read(): Promise<void> {
    const { hass, open } = this;
    if (!hass) return;
    try {
      const found = await readWaiting(hass);
      let absence: string | undefined;
      if (open && !found.some((one) => one.request_id === open))
        // Whatever became of it. Without it, the others are still to be shown.
        await getRequest(hass, open).then(
          ({ request }) => found.push(request),
          (error: unknown) => (absence = explain(hass, error)),
        );
      this.requests = reconcile(this.requests ?? [], found, this.opened);
      this.waiting = found.filter(waits).length;
      this.absence = absence;
      this.error = undefined;
    } catch (error) {
      this.error = explain(hass, error);
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("open")) return;
    if (this.open) this.toggle(this.open, true);
    if (this.requests) void this.reading.ask();
  }

  protected override updated(): void {
    const { open } = this;
    const shown = open && this.renderRoot.querySelector(`#review-${open}`)?.parentElement;
    if (!shown || this.ledTo === open) return;
    this.ledTo = open;
    // What is decided here must not be another one that happens to stand at the top.
    shown.scrollIntoView?.({ block: "start" });
  }

  private toggle(id: string, open: boolean): void {
    const opened = new Set(this.opened);
    if (open) void this.reviews.load();
    if (open) opened.add(id);
    else opened.delete(id);
    this.opened = opened;
  }

  private async review(id: string): Promise<void> {
    this.toggle(id, true);
    // The button that had the focus is gone.
    await this.focusOn(`#review-${id}`);
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }

  private async done(id: string): Promise<void> {
    this.toggle(id, false);
    if (this.open === id) {
      this.open = "";
      this.fire("open-done");
    }
    await this.reading.ask();
    await this.focusOn("#waiting");
  }

  private async decline(id: string): Promise<void> {
    if (!this.hass || this.declining.has(id)) return;
    this.declining = new Set(this.declining).add(id);
    const failures = new Map(this.failures);
    failures.delete(id);
    try {
      await decline(this.hass, id);
      await this.done(id);
    } catch (error) {
      failures.set(id, explain(this.hass, error));
    } finally {
      const declining = new Set(this.declining);
      declining.delete(id);
      this.declining = declining;
      this.failures = failures;
    }
  }

  protected override render() {
    const { hass, requests, waiting: count } = this;
    if (!hass) return nothing;
    if (!hass.user?.is_admin) return html`<p>${this.t("card_admins_only")}</p>`;
    return html`
      ${[this.error, this.absence].map((error) =>
        error ? html`<p class="note error" role="alert">${error}</p>` : nothing,
      )}
      <p id="waiting" class="secondary" role="status" tabindex="-1">
        ${!requests
          ? this.error
            ? nothing
            : this.t("card_loading")
          : this.t(count ? "card_waiting" : "card_none_waiting", { count })}
      </p>
      <ul>
        ${repeat(
          requests ?? [],
          (one) => one.request_id,
          (one) => this.request(hass, one),
        )}
      </ul>
    `;
  }

  private request(hass: HomeAssistant, request: FootageRequest) {
    const id = request.request_id;
    const open = this.opened.has(id);
    const failure = this.failures.get(id);
    const closed = (event: Event) => {
      event.stopPropagation();
      void this.done(id);
    };
    return html`<li class="stack">
      <div class="about ${request.picture ? "pictured" : ""}">
        <div class="words">
          <h3 class="typed" id="who-${id}">${asker(hass, request)}</h3>
          ${requestWords(hass, request)}
        </div>
        ${request.picture && !open
          ? html`<ring-watch-picture .hass=${hass} .path=${request.picture}></ring-watch-picture>`
          : nothing}
      </div>
      ${request.state === "preparing" && !open
        ? html`<div>
            <p>${this.t("card_preparing")}</p>
            ${progressBar(hass, this.t("card_preparing"), request.progress ?? BEGUN)}
          </div>`
        : nothing}
      ${failure ? html`<p class="note error" role="alert">${failure}</p>` : nothing}
      ${open
        ? html`${this.reviews.note()}<ring-watch-review
            .hass=${hass}
            id="review-${id}"
            tabindex="-1"
            .requestId=${id}
            .asking=${this.asking && this.open === id}
            @review-done=${closed}
          ></ring-watch-review>`
        : html`<div class="row">
            <button
              type="button"
              class="primary"
              aria-describedby="who-${id}"
              @click=${() => this.review(id)}
            >
              ${this.t("card_review")}
            </button>
            <button
              type="button"
              class="danger"
              aria-describedby="who-${id}"
              aria-disabled=${this.declining.has(id)}
              @click=${() => this.decline(id)}
            >
              ${this.t("card_decline")}
            </button>
          </div>`}
    </li>`;
  }
}

define("ring-watch-requests", RingWatchRequests);
