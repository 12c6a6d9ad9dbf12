import { html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import {
  approve,
  decline,
  getRequest,
  prepare,
  requestThumbnails,
  WAITING,
  type Coverage,
  type FootageRequest,
  type PrepareOptions,
  type Step,
  type Terms,
  type Thumbnail,
} from "../api.js";
import { define } from "../define.js";
import { draftOf, followed, isPrepared, optionsOf, type Draft } from "../draft.js";
import { explain } from "../errors.js";
import { callError } from "../hass.js";
import { Steps } from "../live.js";
import { RingWatchElement } from "./element.js";
import "./link.js";
import "./question.js";
import "./review-part.js";
import { outcomeText } from "./words.js";

const PICTURES = 8;

type Doing = "prepare" | "share" | "decline";

/**
 * Looking at what was asked for, until it is shared or declined. Opened, it prepares the
 * clips by itself. Fires `review-done` when there is nothing left to look at.
 */
export class RingWatchReview extends RingWatchElement {
  @property() requestId = "";
  /** Whether the question is open as soon as there is something to share. */
  @property({ type: Boolean }) asking = false;
  @state() private request: FootageRequest | undefined;
  @state() private draft: Draft | undefined;
  @state() private coverage: readonly Coverage[] = [];
  @state() private thumbnails: ReadonlyMap<string, readonly Thumbnail[]> = new Map();
  /** What a picture was to be seen of: a hash and a clip's number. */
  @state() private seen: ReadonlySet<string> = new Set();
  /** The hash of what cannot be approved any more, because the home has changed. */
  @state() private outdated: string | undefined;
  @state() private doing: Doing | undefined;
  @state() private error: string | undefined;
  @state() private link: string | undefined;

  /** Counts answers: one that was asked for before the last is not news. */
  private answers = 0;

  constructor() {
    super();
    new Steps(this, {
      heard: (step) => this.heard(step),
      failed: (error) => (this.error = explain(this.hass, error)),
    });
  }

  private heard(step?: Step): void {
    // What is of no request is of all, such as that requests can be used again.
    if (!step?.request_id || step.request_id === this.requestId) void this.read();
  }

  private async read(): Promise<void> {
    const { hass, requestId, answers } = this;
    if (!hass || !requestId) return;
    try {
      const { request, coverage } = await getRequest(hass, requestId);
      if (requestId !== this.requestId || answers !== this.answers) return;
      const first = !this.request;
      this.coverage = coverage;
      this.take(request);
      if (!first) return;
      this.error = undefined;
      if (request.state === "pending") void this.prepare({});
      if (WAITING.includes(request.state)) void this.look(request);
    } catch (error) {
      if (requestId === this.requestId) this.error = explain(hass, error);
    }
  }

  private take(request: FootageRequest): void {
    this.answers++;
    const before = this.request;
    this.request = request;
    this.draft =
      before && this.draft ? followed(this.draft, before, request) : draftOf(request);
  }

  private async look(request: FootageRequest): Promise<void> {
    for (const { doorbell_id } of request.doorbells) {
      if (!this.hass || !this.isConnected) return;
      // Without small pictures the rest is still of use.
      const found = await requestThumbnails(
        this.hass,
        request.request_id,
        doorbell_id,
        PICTURES,
      ).catch(() => ({ thumbnails: [] }));
      if (request.request_id !== this.requestId) return;
      this.thumbnails = new Map(this.thumbnails).set(doorbell_id, found.thumbnails);
    }
  }

  /** Do one thing at a time, and say what went wrong. */
  private async attempt(doing: Doing, work: () => Promise<void>): Promise<void> {
    if (this.doing) return;
    const { requestId } = this;
    this.doing = doing;
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      if (requestId !== this.requestId) return;
      this.error = explain(this.hass, error);
      if (callError(error).code === "changed_since_preview")
        this.outdated = this.request?.prepared?.render_hash;
      await this.read();
    } finally {
      if (requestId === this.requestId) this.doing = undefined;
    }
  }

  private prepare(options: PrepareOptions): Promise<void> {
    const { requestId } = this;
    return this.attempt("prepare", async () => {
      const request = await prepare(this.hass!, requestId, options).catch((error) =>
        this.withFootage(error, options),
      );
      if (requestId === this.requestId) this.take(request);
    });
  }

  /** Prepare what there is, where one of several doorbells has nothing. */
  private async withFootage(
    error: unknown,
    options: PrepareOptions,
  ): Promise<FootageRequest> {
    const held = new Set(
      this.coverage.filter((one) => one.spans.length).map((one) => one.doorbell_id),
    );
    const draft = this.draft!;
    if (options.parts || !held.size || held.size === draft.parts.length) throw error;
    const parts = draft.parts.map((part) => ({
      ...part,
      included: held.has(part.doorbell_id),
    }));
    this.draft = { ...draft, parts };
    return prepare(this.hass!, this.requestId, optionsOf(this.draft, this.request!));
  }

  private prepareAgain(): void {
    if (this.draft && this.request)
      void this.prepare(optionsOf(this.draft, this.request));
  }

  private share(event: CustomEvent<Terms>): void {
    const { requestId, request } = this;
    const hash = request?.prepared?.render_hash;
    if (!hash || !this.approvable || !this.allSeen) return;
    void this.attempt("share", async () => {
      const { url } = await approve(this.hass!, requestId, hash, event.detail);
      if (requestId !== this.requestId) return;
      this.link = url ?? "";
      this.asking = false;
      await this.read();
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("#shared")?.focus();
    });
  }

  private decline(): void {
    const { request_id } = this.request!;
    void this.attempt("decline", async () => {
      await decline(this.hass!, request_id);
      this.fire("review-done", { request_id });
    });
  }

  /** Whether what is shown is what would leave. */
  private get approvable(): boolean {
    const { request, draft } = this;
    return (
      !!request &&
      !!draft &&
      !this.link &&
      ["ready", "approved"].includes(request.state) &&
      request.prepared?.render_hash !== this.outdated &&
      isPrepared(draft, request.prepared)
    );
  }

  private get allSeen(): boolean {
    const { render_hash, clips } = this.request?.prepared ?? { render_hash: "", clips: [] };
    return clips.length > 0 && clips.every((_, i) => this.seen.has(`${render_hash}/${i + 1}`));
  }

  private frame(event: CustomEvent<string>): void {
    this.seen = new Set(this.seen).add(event.detail);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("requestId") || !changed.get("requestId")) return;
    this.request = this.draft = this.error = this.link = this.doing = undefined;
    this.outdated = undefined;
    this.seen = new Set();
    this.thumbnails = new Map();
    this.answers++;
    void this.read();
  }

  private showPreview(): void {
    const unseen = [...this.renderRoot.querySelectorAll("ring-watch-review-part")].find(
      (part) => !part.seen(this.seen),
    );
    unseen?.showPreview();
  }

  private async toggle(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    if (!asking) this.renderRoot.querySelector<HTMLElement>("#approve")?.focus();
  }

  protected override render() {
    const { request, draft } = this;
    if (!request || !draft)
      return html`<p role="status">${this.error ?? this.t("card_loading")}</p>`;
    if (this.link !== undefined) return this.shared(this.link);
    const open = [...WAITING, "approved"].includes(request.state) && !request.share_id;
    return html`<div class="stack">
      ${open
        ? html`${this.parts(request, draft)} ${this.sound(draft)} ${this.status(request)}
          ${this.errorNote()} ${this.actions(request)}`
        : html`<p class="note info" role="status">
              ${outcomeText(this.hass, request.state)}
            </p>
            ${this.close()}`}
    </div>`;
  }

  private errorNote() {
    return this.error
      ? html`<p class="note error" role="alert">${this.error}</p>`
      : nothing;
  }

  private leave(key: string) {
    const detail = { request_id: this.requestId };
    return html`<button type="button" @click=${() => this.fire("review-done", detail)}>
      ${this.t(key)}
    </button>`;
  }

  private close() {
    return html`<div class="row">${this.leave("card_close")}</div>`;
  }

  private shared(link: string) {
    return html`<div class="stack">
      <h4 id="shared" tabindex="-1">${this.t("card_shared")}</h4>
      ${link
        ? html`<ring-watch-link .hass=${this.hass} .url=${link}></ring-watch-link>`
        : nothing}
      ${this.close()}
    </div>`;
  }

  private parts(request: FootageRequest, draft: Draft) {
    return draft.parts.map(
      (part, index) => html`<ring-watch-review-part
        .hass=${this.hass}
        .request=${request}
        .draft=${draft}
        .index=${index}
        .coverage=${this.coverage.find((one) => one.doorbell_id === part.doorbell_id)}
        .thumbnails=${this.thumbnails.get(part.doorbell_id) ?? []}
        ?disabled=${this.doing === "share"}
        @draft-changed=${(event: CustomEvent<Draft>) => (this.draft = event.detail)}
        @frame-shown=${this.frame}
      ></ring-watch-review-part>`,
    );
  }

  private sound(draft: Draft) {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${draft.audio}
        ?disabled=${this.doing === "share"}
        @change=${(event: Event) =>
          (this.draft = {
            ...this.draft!,
            audio: (event.target as HTMLInputElement).checked,
          })}
      />
      ${this.t("card_sound")}
    </label>`;
  }

  private status(request: FootageRequest) {
    const preparing = this.doing === "prepare" || request.state === "preparing";
    const text = preparing
      ? this.t("card_preparing")
      : request.prepared && !this.approvable
        ? this.t("card_changed")
        : "";
    return html`<p class=${text ? "note info" : ""} role="status">${text}</p>`;
  }

  private actions(request: FootageRequest) {
    const busy = !!this.doing || request.state === "preparing";
    if (this.asking && this.approvable)
      return html`<ring-watch-question
        .hass=${this.hass}
        .request=${request}
        .seen=${this.allSeen}
        .busy=${this.doing === "share"}
        @question-share=${this.share}
        @question-back=${() => this.toggle(false)}
        @question-look=${this.showPreview}
      ></ring-watch-question>`;
    return html`<div class="row">
      ${this.approvable
        ? html`<button
            id="approve"
            type="button"
            class="primary"
            ?disabled=${busy}
            @click=${() => this.toggle(true)}
          >
            ${this.t("card_approve")}
          </button>`
        : html`<button
            type="button"
            class="primary"
            ?disabled=${busy || !this.draft?.parts.some((part) => part.included)}
            @click=${this.prepareAgain}
          >
            ${this.t(request.prepared ? "card_prepare_again" : "card_prepare")}
          </button>`}
      <button
        type="button"
        class="danger"
        ?disabled=${this.doing === "share" || this.doing === "decline"}
        @click=${this.decline}
      >
        ${this.t("card_decline")}
      </button>
      ${this.leave("card_later")}
    </div>`;
  }
}

define("ring-watch-review", RingWatchReview);
