import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Clip, FootageRequest, Prepared, Rules, Terms } from "../api.js";
import { define } from "../define.js";
import { localeOf } from "../i18n.js";
import "../review-texts.js";
import type { Sound } from "../sound.js";
import { shared } from "../styles.js";
import { clock, megabytes, missing, seconds, windowText } from "../time.js";
import { RingWatchElement } from "./element.js";
import { TO_CONFIRM, warningText } from "./words.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * The one question before anything leaves: what exactly, to whom, for how long.
 * Fires `question-share` with the terms, `question-back`, `question-decline`,
 * `question-later`, and `question-look` where the preview has to be seen first.
 */
export class RingWatchQuestion extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .question {
        border: 2px solid var(--primary-text-color);
        border-radius: 12px;
        padding: 16px;
      }
      .terms {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
        gap: 12px;
      }
      .terms label {
        display: flex;
        flex-direction: column;
        gap: 4px;
      }
      li + li {
        margin-top: 4px;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
      }
    `,
  ];

  /** With what was prepared. */
  @property({ attribute: false }) request?: FootageRequest;
  /** Whether a picture of each clip was to be seen. */
  @property({ type: Boolean }) seen = false;
  @property({ type: Boolean }) busy = false;
  /** Whether what was prepared has sound, where it is to have any. */
  @property() sound: Sound = "unknown";
  /** The owner's; undefined as long as they are read, null where they cannot be. */
  @property({ attribute: false }) rules?: Rules | null | undefined;
  /** What was chosen here, instead of what the rules say. */
  @state() private chosen: { lifetime?: number; claims?: number } = {};
  @state() private passphrase = "";
  @state() private toAsker = true;
  @state() private confirmed: ReadonlySet<string> = new Set();

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("h4")?.focus({ preventScroll: true });
    // A video that is out of sight shows no picture.
    if (this.seen) this.scrollIntoView({ block: "nearest" });
    else this.fire("question-look");
  }

  /** In seconds. */
  private get lifetime(): number {
    return this.chosen.lifetime ?? Number(this.rules?.options["share_days"] ?? 7) * DAY;
  }

  private get claims(): number {
    return this.chosen.claims ?? Number(this.rules?.options["share_claims"] ?? 5);
  }

  private choose(chosen: typeof this.chosen): void {
    this.chosen = { ...this.chosen, ...chosen };
  }

  private get toConfirm(): string[] {
    return (this.request?.warnings ?? []).filter((one) => TO_CONFIRM.has(one));
  }

  /** What is wrong with the terms: a folded field cannot say so itself. */
  private get problem(): string | undefined {
    const { claims, passphrase } = this;
    if (!Number.isInteger(claims) || claims < 1 || claims > 1000) return "review_bad_claims";
    if (passphrase && (passphrase.length < 8 || passphrase.length > 256))
      return "review_bad_passphrase";
    return undefined;
  }

  private get complete(): boolean {
    return (
      this.seen &&
      this.rules !== undefined &&
      !this.problem &&
      this.toConfirm.every((one) => this.confirmed.has(one))
    );
  }

  /** Whether a page of the request leads to the clip; an action has none. */
  private get leadsAsker(): boolean {
    return this.toAsker && this.request?.origin !== "action";
  }

  private confirm(warning: string, yes: boolean): void {
    const confirmed = new Set(this.confirmed);
    if (yes) confirmed.add(warning);
    else confirmed.delete(warning);
    this.confirmed = confirmed;
  }

  private share(): void {
    if (!this.complete || this.busy) return;
    const terms: Terms = {
      lifetime: this.lifetime,
      claims: this.claims,
      to_asker: this.leadsAsker,
      confirmed: this.toConfirm,
    };
    if (this.passphrase) terms.passphrase = this.passphrase;
    this.fire("question-share", terms);
  }

  private clip(clip: Clip) {
    const { hass } = this;
    if (!hass) return nothing;
    const name = this.request?.doorbells.find((one) => one.doorbell_id === clip.doorbell_id);
    const gone = missing(clip.gaps);
    return html`<li>
      <strong>${name?.name}</strong>: ${windowText(hass, clip.requested)},
      ${clock(seconds(clip.requested))}, ${megabytes(hass, clip.size)}
      ${gone ? html`<br />${this.t("card_partial", { missing: clock(gone) })}` : nothing}
    </li>`;
  }

  /** A lifetime in hours or days, such as "7 days". */
  private length(lifetime: number): string {
    const days = lifetime >= DAY;
    return new Intl.NumberFormat(this.hass && localeOf(this.hass), {
      style: "unit",
      unit: days ? "day" : "hour",
      unitDisplay: "long",
    }).format(lifetime / (days ? DAY : HOUR));
  }

  private soundText({ audio }: Prepared): string {
    if (!audio || this.sound === "none") return "review_without_sound";
    return this.sound === "some" ? "review_with_sound" : "review_sound_maybe";
  }

  private howLong() {
    return html`${this.t("review_terms", {
      length: this.length(this.lifetime),
      claims: Number.isNaN(this.claims) ? "?" : this.claims,
    })}
    ${this.passphrase ? this.t("card_has_passphrase") : nothing}`;
  }

  private lifetimes() {
    const choices = [HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY];
    if (!choices.includes(this.lifetime)) choices.push(this.lifetime);
    return choices
      .sort((one, other) => one - other)
      .map(
        (value) => html`<option value=${value} .selected=${value === this.lifetime}>
          ${this.length(value)}
        </option>`,
      );
  }

  private terms() {
    return html`<details>
      <summary>${this.t("review_change_terms")}</summary>
      <div class="terms">
        <label>
          ${this.t("review_lifetime")}
          <select
            @change=${(event: Event) =>
              this.choose({ lifetime: Number((event.target as HTMLSelectElement).value) })}
          >
            ${this.lifetimes()}
          </select>
        </label>
        <label>
          ${this.t("review_claims")}
          <input
            type="number"
            min="1"
            max="1000"
            .value=${String(this.claims)}
            @input=${(event: Event) =>
              this.choose({ claims: (event.target as HTMLInputElement).valueAsNumber })}
          />
        </label>
        <label>
          ${this.t("review_passphrase")}
          <input
            type="text"
            autocomplete="off"
            spellcheck="false"
            .value=${this.passphrase}
            @input=${(event: Event) =>
              (this.passphrase = (event.target as HTMLInputElement).value)}
          />
        </label>
      </div>
      <fieldset ?hidden=${this.request?.origin === "action"}>
        ${[true, false].map(
          (toAsker) => html`<label class="check">
            <input
              type="radio"
              name="to"
              .checked=${this.toAsker === toAsker}
              @change=${() => (this.toAsker = toAsker)}
            />
            ${this.t(toAsker ? "review_to_asker" : "review_link_only")}
          </label>`,
        )}
      </fieldset>
    </details>`;
  }

  protected override render() {
    const prepared = this.request?.prepared;
    if (!this.request || !prepared) return nothing;
    const covered = prepared.zones.length + prepared.boxes.length;
    // No form: Enter in a field would share.
    return html`<div class="question stack" role="group" aria-labelledby="asked">
      <h4 id="asked" tabindex="-1">${this.t("review_question")}</h4>
      <ul>
        ${prepared.clips.map((clip) => this.clip(clip))}
        <li>${this.t(this.soundText(prepared))}</li>
        <li>
          ${covered ? this.t("review_covered", { count: covered }) : this.t("review_uncovered")}
        </li>
        <li>${this.rules === undefined ? this.t("card_loading") : this.howLong()}</li>
        <li>${this.t(this.leadsAsker ? "review_to_asker" : "review_link_only")}</li>
      </ul>
      ${this.rules === null
        ? html`<p class="note">${this.t("review_usual_terms")}</p>`
        : nothing}
      ${this.rules?.links.reach === "home_network"
        ? html`<p class="note">${this.t("review_link_home")}</p>`
        : nothing}
      ${this.rules === undefined ? nothing : this.terms()}
      ${this.toConfirm.map(
        (warning) => html`<label class="check note">
          <input
            type="checkbox"
            @change=${(event: Event) =>
              this.confirm(warning, (event.target as HTMLInputElement).checked)}
          />
          ${warningText(this.hass, warning)} ${this.t("review_share_anyway")}
        </label>`,
      )}
      ${this.problem
        ? html`<p class="note error" role="alert">${this.t(this.problem)}</p>`
        : nothing}
      <p class="secondary">${this.t("review_no_recall")}</p>
      <div class="row">
        <button
          type="button"
          class="primary"
          ?disabled=${!this.complete}
          aria-disabled=${this.busy}
          @click=${this.share}
        >
          ${this.t(this.busy ? "review_sharing" : "review_share_now")}
        </button>
        ${this.way("review_back", "question-back")}
        ${this.way("card_decline", "question-decline", "danger")}
        ${this.way("review_later", "question-later")}
        ${this.seen
          ? nothing
          : html`<span role="status">${this.t("review_look_first")}</span>
              <button type="button" @click=${() => this.fire("question-look")}>
                ${this.t("review_show_preview")}
              </button>`}
      </div>
    </div>`;
  }

  /** A button for another answer than sharing. */
  private way(key: string, event: string, kind = "") {
    return html`<button
      type="button"
      class=${kind}
      aria-disabled=${this.busy}
      @click=${() => this.busy || this.fire(event)}
    >
      ${this.t(key)}
    </button>`;
  }
}

define("ring-watch-question", RingWatchQuestion);
