import { css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { look, type Coverage, type FootageRequest, type Span, type Thumbnail } from "../api.js";
import type { Box } from "../boxes.js";
import { define } from "../define.js";
import { clipIndex, withBoxes, withPart, type Draft } from "../draft.js";
import type { HomeAssistant } from "../hass.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { clock, missing, missingAtFirst, timeOfDay } from "../time.js";
import type { Part } from "../trim.js";
import type { RingWatchBoxes } from "./box-editor.js";
import "./box-editor.js";
import { RingWatchElement } from "./element.js";
import "./player.js";
import "./strip.js";
import "./trim-bar.js";
import { missingText } from "./outcomes.js";

/** One doorbell's part of a review. Fires `draft-changed` with the whole draft. */
export class RingWatchReviewPart extends RingWatchElement {
  static override styles = [
    shared,
    css`
      section + section {
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) request?: FootageRequest;
  @property({ attribute: false }) draft?: Draft;
  @property({ type: Number }) index = 0;
  @property({ attribute: false }) coverage?: Coverage;
  @property({ attribute: false }) thumbnails: readonly Thumbnail[] = [];
  @property({ type: Boolean }) disabled = false;
  @state() private covering = false;
  @query("ring-watch-boxes") private boxes?: RingWatchBoxes;

  /** What its player plays, where it has one: a hash and a clip's number. */
  get preview(): string | undefined {
    const { request, draft, index } = this;
    const number = request && draft ? clipIndex(draft, index, request.prepared) + 1 : 0;
    return number ? `${request!.prepared!.render_hash}/${number}` : undefined;
  }

  showPreview(): void {
    this.renderRoot.querySelector("ring-watch-player")?.scrollIntoView({ block: "center" });
  }

  private changed(draft: Draft): void {
    this.fire("draft-changed", draft);
  }

  private async addBox(): Promise<void> {
    this.covering = true;
    await this.updateComplete;
    await this.boxes?.add();
  }

  /** How many seconds the clip begins with of which there is no footage. */
  private get passed(): number {
    const { request, draft, index } = this;
    const clip = request?.prepared?.clips[clipIndex(draft!, index, request.prepared)];
    return clip ? missingAtFirst(clip.requested, clip.gaps) : 0;
  }

  /** What is known to be missing; what is not at home may still be fetched. */
  private get gaps(): readonly Span[] {
    const { elsewhere, missing = [], gaps = [] } = this.coverage ?? {};
    return elsewhere ? missing : gaps;
  }

  private readonly address = async (): Promise<string> => {
    const { hass, request, draft, index } = this;
    const number = clipIndex(draft!, index, request!.prepared) + 1;
    return (await look(hass!, request!.request_id, number)).url;
  };

  protected override render() {
    const { request, draft } = this;
    const part = draft?.parts[this.index];
    if (!request || !draft || !part) return nothing;
    const doorbell = request.doorbells.find((one) => one.doorbell_id === part.doorbell_id);
    const name = doorbell?.name ?? "";
    return html`<section class="stack" aria-label=${name}>
      ${draft.parts.length > 1
        ? html`<label class="check">
            <input
              type="checkbox"
              .checked=${part.included}
              ?disabled=${this.disabled}
              @change=${(event: Event) =>
                this.changed(
                  withPart(draft, this.index, {
                    included: (event.target as HTMLInputElement).checked,
                  }),
                )}
            />
            ${name}
          </label>`
        : html`<h4>${name}</h4>`}
      ${this.clip(draft, name)}
      ${part.included
        ? html`<ring-watch-trim
              .hass=${this.hass}
              .window=${request}
              .kept=${part}
              .label=${name}
              .disabled=${this.disabled}
              @kept-changed=${(event: CustomEvent<Part>) =>
                this.changed(
                  withPart(draft, this.index, {
                    start: event.detail.start,
                    end: event.detail.end,
                  }),
                )}
            >
              <ring-watch-strip
                .window=${request}
                .thumbnails=${this.thumbnails}
                .gaps=${this.gaps}
              ></ring-watch-strip>
            </ring-watch-trim>
            ${this.partial()}`
        : nothing}
    </section>`;
  }

  private partial() {
    const { hass, coverage, gaps } = this;
    if (!hass || !gaps.length) return nothing;
    const none = !coverage?.spans.length && !coverage?.elsewhere;
    const reasons = new Set(coverage?.missing?.map((one) => missingText(hass, one.reason)));
    return html`<p class="note">
      ${none ? this.t("review_nothing") : this.missing(hass, gaps)}
      ${[...reasons].map((reason) => html`<br />${reason}`)}
    </p>`;
  }

  private missing(hass: HomeAssistant, gaps: readonly Span[]): string {
    const first = gaps.slice(0, 3).map((gap) => {
      const [start, end] = [timeOfDay(hass, gap.start), timeOfDay(hass, gap.end)];
      return `${start} – ${end}`;
    });
    const more = gaps.length > first.length ? ", …" : "";
    return `${this.t("card_partial", { missing: clock(missing(gaps)) })} ${first.join(", ")}${more}`;
  }

  private clip(draft: Draft, name: string) {
    const { preview } = this;
    const part = draft.parts[this.index]!;
    if (!preview || !part.included) return nothing;
    const boxes: Box[] = draft.boxes.filter((box) => box.doorbell_id === part.doorbell_id);
    return html`
      <ring-watch-player
        .hass=${this.hass}
        .of=${preview}
        .look=${this.address}
        .from=${this.passed}
        .label=${this.t("review_preview", { name })}
        .still=${this.covering}
      >
        <ring-watch-boxes
          .hass=${this.hass}
          .boxes=${boxes}
          .editing=${this.covering && !this.disabled}
          @boxes-changed=${(event: CustomEvent<Box[]>) =>
            this.changed(withBoxes(this.draft!, part.doorbell_id, event.detail))}
        ></ring-watch-boxes>
      </ring-watch-player>
      <div class="row">
        <button
          type="button"
          aria-pressed=${this.covering}
          ?disabled=${this.disabled}
          @click=${() => (this.covering = !this.covering)}
        >
          ${this.t("review_cover")}
        </button>
        ${this.covering
          ? html`<button type="button" ?disabled=${this.disabled} @click=${this.addBox}>
                ${this.t("review_add_box")}
              </button>
              <span class="secondary">${this.t("review_cover_how")}</span>`
          : nothing}
      </div>
    `;
  }
}

define("ring-watch-review-part", RingWatchReviewPart);

declare global {
  interface HTMLElementTagNameMap {
    "ring-watch-review-part": RingWatchReviewPart;
  }
}
