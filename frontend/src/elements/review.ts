import { html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { FootageRequest, Link, Terms } from "../api.js";
import { define } from "../define.js";
import { lengthOf, type Draft } from "../draft.js";
import { explain } from "../errors.js";
import type { CallError } from "../hass.js";
import { Steps } from "../live.js";
import { BEGUN, progressBar } from "../progress.js";
import "../review-texts.js";
import { clock } from "../time.js";
import { waits } from "../waiting.js";
import { RingWatchElement } from "./element.js";
import "./link.js";
import "./question.js";
import "./review-part.js";
import { ReviewSession } from "./review-session.js";
import { outcomeText } from "./outcomes.js";

/**
 * Looking at what was asked for, until it is shared or declined. Opened, it prepares the
 * clips by itself unless they are long. Fires `review-done` when it may be taken away.
 */
export class RingWatchReview extends RingWatchElement {
  @property() requestId = "";
  /** Whether the question is open as soon as there is something to share. */
  @property({ type: Boolean }) asking = false;
  /** Why there is no news. */
  @state() private silence: string | undefined;

  private session = new ReviewSession(this, "");

  constructor() {
    super();
    new Steps(this, {
      heard: (step) => {
        this.silence = undefined;
        this.session.heard(step);
      },
      advanced: (news) => this.session.advanced(news),
      failed: (error) => (this.silence = explain(this.hass, error)),
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("requestId")) return;
    this.session = new ReviewSession(this, this.requestId);
    // The first one is read once the steps are listened to.
    if (this.hasUpdated) this.session.heard();
  }

  private async share(event: CustomEvent<Terms>): Promise<void> {
    if (!(await this.session.share(event.detail))) return;
    this.asking = false;
    await this.focusOn("#shared");
  }

  private async decline(): Promise<void> {
    if (this.session.doing === "share") return;
    if (await this.session.decline()) this.leave();
  }

  private async stop(): Promise<void> {
    if (await this.session.stop()) await this.focusOn("#main");
  }

  private leave(): void {
    this.fire("review-done", { request_id: this.requestId });
  }

  private async ask(asking: boolean): Promise<void> {
    this.asking = asking;
    if (!asking) await this.focusOn("#main");
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private showPreview(): void {
    [...this.renderRoot.querySelectorAll("ring-watch-review-part")]
      .find(({ preview }) => preview && !this.session.wasSeen(preview))
      ?.showPreview();
  }

  protected override render() {
    const { request, draft, link } = this.session;
    if (this.hass && !this.hass.user?.is_admin)
      return html`<p>${this.t("card_admins_only")}</p>`;
    if (!request || !draft)
      return html`${this.errorNote()}
        <p role="status">${this.session.error ? nothing : this.t("card_loading")}</p>`;
    if (link) return this.shared(link);
    if (!waits(request))
      return html`<div class="stack">
        <p class="note info" role="status">${outcomeText(this.hass, request.state)}</p>
        <div class="row">${this.leaving("review_close")}</div>
      </div>`;
    return html`<div class="stack">
      ${this.parts(request, draft)} ${this.sound(draft)} ${this.status(request, draft)}
      ${this.progress(request)} ${this.errorNote()} ${this.actions(request)}
    </div>`;
  }

  private errorNote() {
    const error = this.session.error ?? this.silence;
    return error ? html`<p class="note error" role="alert">${error}</p>` : nothing;
  }

  private leaving(key: string) {
    return html`<button type="button" @click=${this.leave}>${this.t(key)}</button>`;
  }

  private shared({ url, reach }: Link) {
    return html`<div class="stack">
      <h4 id="shared" tabindex="-1">${this.t("review_shared")}</h4>
      <ring-watch-link .hass=${this.hass} .url=${url} .reach=${reach}></ring-watch-link>
      <div class="row">${this.leaving("review_close")}</div>
    </div>`;
  }

  private parts(request: FootageRequest, draft: Draft) {
    const { session } = this;
    return draft.parts.map(
      ({ doorbell_id }, index) => html`<ring-watch-review-part
        .hass=${this.hass}
        .request=${request}
        .draft=${draft}
        .index=${index}
        .coverage=${session.coverage.find((one) => one.doorbell_id === doorbell_id)}
        .thumbnails=${session.thumbnails.get(doorbell_id) ?? []}
        ?disabled=${session.doing === "share"}
        @draft-changed=${(event: CustomEvent<Draft>) => session.change(event.detail)}
        @frame-shown=${(event: CustomEvent<string>) => session.saw(event.detail)}
      ></ring-watch-review-part>`,
    );
  }

  private sound(draft: Draft) {
    const { session } = this;
    const none = session.sound === "none";
    const label = session.sound === "unknown" ? "review_sound_maybe" : "review_sound";
    return html`${none ? html`<p class="secondary">${this.t("review_no_sound")}</p>` : nothing}
    ${none && !draft.audio
      ? nothing
      : html`<label class="check">
          <input
            type="checkbox"
            .checked=${draft.audio}
            ?disabled=${session.doing === "share"}
            @change=${(event: Event) =>
              session.change({
                ...session.draft!,
                audio: (event.target as HTMLInputElement).checked,
              })}
          />
          ${this.t(label)}
        </label>`}`;
  }

  private status(request: FootageRequest, draft: Draft) {
    const text = this.situation(request, draft);
    return html`<p class=${text ? "note info" : ""} role="status">${text || nothing}</p>`;
  }

  private progress(request: FootageRequest) {
    if (!this.session.preparing) return nothing;
    return progressBar(this.hass!, this.t("card_preparing"), request.progress ?? BEGUN);
  }

  private situation(request: FootageRequest, draft: Draft): string {
    const { session } = this;
    if (session.preparing) return this.t("card_preparing");
    if (request.prepared) return session.approvable ? "" : this.t("review_changed");
    if (!session.isMuch) return "";
    return this.t("review_much", { length: clock(lengthOf(draft) / 1000) });
  }

  private actions(request: FootageRequest) {
    const { session } = this;
    const refusal = session.rules?.links.refusal;
    if (this.asking && session.approvable && !refusal)
      return html`<ring-watch-question
        .hass=${this.hass}
        .request=${request}
        .rules=${session.rules}
        .seen=${session.allSeen}
        .sound=${session.sound}
        .busy=${session.doing === "share"}
        @question-share=${this.share}
        @question-back=${() => this.ask(false)}
        @question-decline=${this.decline}
        @question-later=${this.leave}
        @question-look=${this.showPreview}
      ></ring-watch-question>`;
    const deciding = session.doing === "share" || session.doing === "decline";
    return html`${refusal ? this.noAddress(refusal) : nothing}<div class="row">
      ${session.approvable && refusal ? nothing : this.main(request)}
      ${session.preparing ? this.stopping() : nothing}
      <button type="button" class="danger" aria-disabled=${deciding} @click=${this.decline}>
        ${this.t("card_decline")}
      </button>
      ${this.leaving("review_later")}
    </div>`;
  }

  /** Without an address there can be no link, so there is nothing to approve. */
  private noAddress(refusal: CallError) {
    return html`<div class="note stack">
      <p>${explain(this.hass, refusal)}</p>
      <div class="row">
        <button type="button" @click=${() => this.session.readRules()}>
          ${this.t("card_try_again")}
        </button>
      </div>
    </div>`;
  }

  private stopping() {
    const stopping = this.session.doing === "stop";
    return html`<button type="button" aria-disabled=${stopping} @click=${this.stop}>
      ${this.t("review_stop_preparing")}
    </button>`;
  }

  /** *Prepare*, and once it is prepared *Approve*: one button, which keeps the focus. */
  private main(request: FootageRequest) {
    const { session } = this;
    const again = request.prepared ? "review_prepare_again" : "review_prepare";
    const nothingLeft = !session.draft!.parts.some((part) => part.included);
    return html`<button
      id="main"
      type="button"
      class="primary"
      ?disabled=${nothingLeft}
      aria-disabled=${!!session.doing || session.preparing}
      @click=${this.goOn}
    >
      ${this.t(session.approvable ? "card_approve" : again)}
    </button>`;
  }

  private goOn(): void {
    const { session } = this;
    if (session.doing || session.preparing) return;
    if (session.approvable) void this.ask(true);
    else void session.prepareDraft();
  }
}

define("ring-watch-review", RingWatchReview);
