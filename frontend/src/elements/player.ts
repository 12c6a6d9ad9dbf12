import { css, html, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { wantsCalm } from "../calm.js";
import { define } from "../define.js";
import { explain } from "../errors.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { RingWatchElement } from "./element.js";

/** No address ends sooner, in milliseconds. */
const SOONEST = 10_000;

/**
 * Plays what `look` gives an address for, muted at first. Addresses end: after an error
 * of a video that had played, it asks for a new one and goes on where it was. What is
 * slotted lies over the picture. Fires `frame-shown` with `of` once a picture is to be
 * seen.
 */
export class RingWatchPlayer extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .frame {
        position: relative;
        min-height: 120px;
        background: #000;
        color: #fff;
        display: grid;
        align-items: center;
        justify-items: center;
      }
      video {
        width: 100%;
        height: auto;
      }
      p {
        margin: 16px;
        text-align: center;
      }
      button {
        background: #000;
        color: #fff;
        border-color: #fff;
      }
    `,
  ];

  /** What is played; another one is loaded anew. */
  @property() of = "";
  @property({ attribute: false }) look?: () => Promise<string>;
  @property() label = "";
  /** Seconds that are passed over at first, such as a gap; they can be gone back to. */
  @property({ type: Number }) from = 0;
  /** Without the player's own controls, and standing still. */
  @property({ type: Boolean }) still = false;
  @state() private url: string | undefined;
  @state() private error: string | undefined;
  @query("video") private video?: HTMLVideoElement;

  private shown = false;
  /** When the present address was asked for. */
  private since = 0;
  private position = 0;

  private async load(position: number): Promise<void> {
    const { of } = this;
    this.shown = false;
    this.position = position;
    this.error = undefined;
    this.since = Date.now();
    try {
      const url = await this.look?.();
      if (of === this.of) this.url = url;
    } catch (error) {
      if (of === this.of) this.error = explain(this.hass, error);
    }
  }

  private ready(): void {
    const { video } = this;
    if (!video) return;
    const begin = this.position || this.from;
    if (begin && !(begin >= video.duration)) video.currentTime = begin;
    // Where a browser does not let it play, the first picture still shows.
    if (!wantsCalm() && !this.still) video.play()?.catch(() => undefined);
  }

  private frame(of: string): void {
    if (of !== this.of || this.shown) return;
    this.shown = true;
    this.fire("frame-shown", of);
  }

  private failed(): void {
    const { video, since } = this;
    this.position = video?.currentTime ?? 0;
    // What fails as soon as it plays would fail again and again.
    if (this.shown && Date.now() - since > SOONEST) void this.load(this.position);
    else this.error = this.t("review_player_failed");
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("of")) return;
    this.url = undefined;
    void this.load(0);
  }

  protected override updated(changed: PropertyValues): void {
    const { video, of } = this;
    if (changed.has("still") && this.still) video?.pause();
    if (!changed.has("url") || !video || !this.url) return;
    if ("requestVideoFrameCallback" in video)
      video.requestVideoFrameCallback(() => this.frame(of));
    else
      (video as HTMLVideoElement).addEventListener(
        "loadeddata",
        // A file whose pictures cannot be decoded has no width.
        () => this.video?.videoWidth && this.frame(of),
        { once: true },
      );
  }

  protected override render() {
    return html`<div class="frame">
      ${this.error
        ? html`<p role="alert">${this.error}</p>
            <button type="button" @click=${() => this.load(this.position)}>
              ${this.t("card_try_again")}
            </button>`
        : this.url
          ? html`<video
                src=${this.url}
                aria-label=${this.label}
                .muted=${true}
                ?controls=${!this.still}
                playsinline
                preload="auto"
                @loadedmetadata=${this.ready}
                @error=${this.failed}
              ></video>
              <slot></slot>`
          : html`<p>${this.t("card_loading")}</p>`}
    </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.video?.pause();
  }
}

define("ring-watch-player", RingWatchPlayer);
