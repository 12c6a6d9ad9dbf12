import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Doorbell, Span, Thumbnail } from "../api.js";
import { define } from "../define.js";
import "../elements/moment.js";
import type { Sound } from "../sound.js";
import { clock } from "../time.js";
import type { Part } from "../trim.js";
import { footageThumbnails, gather } from "./api.js";
import { Page } from "./page.js";
import { withTyped } from "./scale.js";

const THUMBNAILS = 8;
/** So long a window has to rest before pictures of it are asked for. */
const REST = 400;

/**
 * A window to the second, pictures of it, and *Gather*. Fires `window-changed`
 * (detail: Part), `play-at` (detail: milliseconds) and `gathered`.
 */
export class RingWatchGatherWindow extends Page {
  @property({ attribute: false }) doorbell!: Doorbell;
  @property({ attribute: false }) window!: Part;
  /** What can be gathered: more than one day of it. */
  @property({ attribute: false }) limits!: Part;
  @property({ attribute: false }) gaps: readonly Span[] = [];
  /** Whether the window has sound, as far as that is known. */
  @property() sound: Sound = "unknown";
  @state() private thumbnails: Thumbnail[] = [];
  @state() private audio = false;
  @state() private running = 0;
  @state() private done = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("window") && !changed.has("doorbell")) return;
    this.thumbnails = [];
    this.done = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.picture(), REST);
  }

  protected override render() {
    const { window, limits } = this;
    const edge = (handle: "start" | "end") =>
      html`<ring-watch-moment
        .hass=${this.hass}
        .label=${this.t(`panel_window_${handle}`)}
        .value=${window[handle]}
        .least=${limits.start}
        .most=${limits.end}
        @moment=${(event: CustomEvent<number>) =>
          this.fire("window-changed", withTyped(window, handle, event.detail, limits))}
      ></ring-watch-moment>`;
    return html`<div class="stack">
      <div class="fields">
        ${edge("start")} ${edge("end")}
        <p>${this.t("panel_length", { length: clock((window.end - window.start) / 1000) })}</p>
      </div>
      <ring-watch-strip
        .hass=${this.hass}
        .window=${this.span}
        .thumbnails=${this.thumbnails}
        .gaps=${this.gaps}
      ></ring-watch-strip>
      <div class="row">
        <button @click=${() => this.fire("play-at", window.start)}>
          ${this.t("panel_play")}
        </button>
        <button class="primary" @click=${this.gather}>${this.t("panel_gather")}</button>
        ${this.withSound()}
        <span role="status">
          ${this.running ? this.t("panel_gathering") : this.done || nothing}
        </span>
      </div>
      ${this.complaint()}
    </div>`;
  }

  private withSound() {
    if (this.sound === "none")
      return html`<span class="secondary">${this.t("review_no_sound")}</span>`;
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.audio}
        @change=${(event: Event) => (this.audio = (event.target as HTMLInputElement).checked)}
      />
      ${this.t(this.sound === "some" ? "review_with_sound" : "review_sound_maybe")}
    </label>`;
  }

  private get span(): Span {
    return {
      start: new Date(this.window.start).toISOString(),
      end: new Date(this.window.end).toISOString(),
    };
  }

  private async picture(): Promise<void> {
    const { window, doorbell } = this;
    try {
      const { thumbnails } = await footageThumbnails(
        this.hass,
        doorbell.doorbell_id,
        this.span,
        THUMBNAILS,
      );
      if (window === this.window && doorbell === this.doorbell) this.thumbnails = thumbnails;
    } catch {
      // Without pictures, the window is as good.
    }
  }

  private async gather(): Promise<void> {
    this.running++;
    this.done = "";
    const audio = this.audio && this.sound !== "none";
    const made = await this.attempt(() =>
      gather(this.hass, this.doorbell.device_id, this.span, audio),
    );
    this.running--;
    if (!made) return;
    const silent = audio && !made.clips[0]?.audio;
    this.done = this.t(silent ? "panel_gathered_silent" : "panel_gathered");
    this.fire("gathered");
  }
}

define("ring-watch-gather-window", RingWatchGatherWindow);
