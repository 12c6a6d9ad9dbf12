import { type PropertyValues, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../define.js";
import { callError } from "../hass.js";
import { timeOfDay } from "../time.js";
import { lookAtFootage } from "./api.js";
import { Page } from "./page.js";

/** Less between two segments is no gap to speak of. */
const GAP = 2000;

/**
 * Plays a doorbell's archive from a time on, segment after segment. Fires `playing-at`
 * (detail: milliseconds since 1970).
 */
export class RingWatchArchivePlayer extends Page {
  static override styles = [
    Page.styles,
    css`
      video {
        width: 100%;
        max-height: 60vh;
        background: #000;
      }
    `,
  ];

  @property() doorbellId = "";
  @property() label = "";
  /** Whether what is not at home can be fetched. */
  @property({ type: Boolean }) elsewhere = false;
  /** Where to begin; another object begins anew, also at the same time. */
  @property({ attribute: false }) from?: { time: number } | undefined;
  @state() private url = "";
  @state() private skipped: [number, number] | undefined;
  @query("video") private readonly video?: HTMLVideoElement;
  /** When what is played begins, and where in it to begin. */
  private start = 0;
  private offset = 0;
  private retried = false;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("doorbellId") || changed.has("from")) {
      this.url = "";
      this.skipped = undefined;
      this.retried = false;
      if (this.from) void this.look(this.from.time);
    }
  }

  protected override render() {
    return html`${this.complaint()}
      ${this.skipped
        ? html`<p role="status">
            ${this.t("panel_no_footage_between", {
              start: timeOfDay(this.hass, new Date(this.skipped[0]).toISOString()),
              end: timeOfDay(this.hass, new Date(this.skipped[1]).toISOString()),
            })}
          </p>`
        : nothing}
      ${this.url
        ? html`<video
            src=${this.url}
            aria-label=${this.label}
            controls
            playsinline
            @loadedmetadata=${this.ready}
            @timeupdate=${this.tick}
            @ended=${this.next}
            @error=${this.failed}
          ></video>`
        : nothing}`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.video?.pause();
  }

  private async look(time: number): Promise<void> {
    const { from } = this;
    const found = await this.attempt(async () => {
      try {
        return await lookAtFootage(this.hass, this.doorbellId, new Date(time).toISOString());
      } catch (error) {
        if (callError(error).code !== "not_found") throw error;
        const text = this.elsewhere ? "panel_ring_first" : "panel_no_footage_after";
        throw new Error(this.t(text), { cause: error });
      }
    });
    if (!found || from !== this.from) return;
    this.start = Date.parse(found.start);
    this.offset = Math.max(0, (time - this.start) / 1000);
    this.skipped = this.start - time > GAP ? [time, this.start] : undefined;
    this.url = found.url;
  }

  private ready(): void {
    const { video } = this;
    if (!video) return;
    this.retried = false;
    video.currentTime = Math.min(this.offset, Math.max(0, video.duration - 0.1));
    // Where a browser does not let it play, its own button does.
    video.play()?.catch(() => undefined);
  }

  private tick(): void {
    if (this.video) this.fire("playing-at", this.start + this.video.currentTime * 1000);
  }

  private next(): void {
    if (this.video) void this.look(this.start + this.video.duration * 1000 + 1);
  }

  /** Addresses end: ask for another one, once. */
  private failed(): void {
    if (!this.url) return;
    const at = this.start + (this.video?.currentTime || this.offset) * 1000;
    if (this.retried) this.failure = this.t("review_player_failed");
    else void this.look(at);
    this.retried = true;
  }
}

define("ring-watch-archive-player", RingWatchArchivePlayer);
