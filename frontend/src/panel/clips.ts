import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { lookAtClip } from "../api.js";
import { define } from "../define.js";
import { progressBar } from "../progress.js";
import { megabytes, windowText } from "../time.js";
import {
  type GatherProgress,
  type GatheredClip,
  cancelGather,
  deleteClip,
  listClips,
  subscribeGathers,
} from "./api.js";
import "./ask.js";
import { download } from "./download.js";
import { Page } from "./page.js";

/** What is being gathered, whoever asked for it, and what was. */
export class RingWatchClips extends Page {
  static override styles = [
    Page.styles,
    css`
      .progress {
        flex: 1 1 200px;
      }
      ring-watch-player {
        margin-top: 12px;
      }
    `,
  ];

  @state() private clips?: GatheredClip[];
  @state() private gathers = new Map<string, GatherProgress>();
  @state() private played = "";
  private unsubscribe: Promise<() => Promise<void>> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = subscribeGathers(this.hass, (progress) => this.heard(progress));
    this.unsubscribe.catch(() => undefined);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.unsubscribe?.then((stop) => stop()).catch(() => undefined);
    this.gathers = new Map();
  }

  /** Read the list anew. */
  async load(): Promise<void> {
    const found = await this.attempt(() => listClips(this.hass));
    if (found) this.clips = found.clips;
  }

  protected override render() {
    return html`<h2>${this.t("panel_clips")}</h2>
      ${this.complaint()}
      ${[...this.gathers.values()].map((one) => this.gather(one))}
      ${this.clips?.length === 0 && !this.gathers.size
        ? html`<p class="secondary">${this.t("panel_clips_none")}</p>`
        : nothing}
      <ul class="plain">
        ${this.clips?.map((clip) => this.row(clip))}
      </ul>`;
  }

  private gather({ clip_id, name, progress, waiting }: GatherProgress) {
    const label = this.t("panel_gathering_from", { name });
    return html`<div class="row">
      <span>${label}</span>
      ${progressBar(this.hass, label, { done: progress ?? 0, left: null, waiting })}
      <button
        aria-label="${this.t("panel_cancel")}: ${label}"
        @click=${() => this.attempt(() => cancelGather(this.hass, clip_id))}
      >
        ${this.t("panel_cancel")}
      </button>
    </div>`;
  }

  private row(clip: GatheredClip) {
    const { clip_id, name } = clip;
    const window = windowText(this.hass, clip);
    const open = this.played === clip_id;
    return html`<li>
      <div class="spread">
        <span>
          <strong>${name}</strong> ${window}
          <span class="secondary">${megabytes(this.hass, clip.size)}</span>
          ${clip.gaps.length
            ? html`<span class="tag">${this.t("panel_with_gaps")}</span>`
            : nothing}
        </span>
        <span class="row">
          <button aria-expanded=${open} @click=${() => (this.played = open ? "" : clip_id)}>
            ${this.t(open ? "review_close" : "panel_play")}
          </button>
          <button @click=${() => this.save(clip)}>${this.t("panel_download")}</button>
          <ring-watch-ask
            .hass=${this.hass}
            .label=${this.t("panel_delete")}
            .question=${this.t("panel_delete_ask")}
            @agreed=${() => this.erase(clip_id)}
          ></ring-watch-ask>
        </span>
      </div>
      ${open
        ? html`<ring-watch-player
            .hass=${this.hass}
            .of=${clip_id}
            .look=${async () => (await lookAtClip(this.hass, clip_id)).url}
            .label="${name} ${window}"
          ></ring-watch-player>`
        : nothing}
    </li>`;
  }

  private heard(progress: GatherProgress): void {
    const gathers = new Map(this.gathers);
    if (progress.state === "running") gathers.set(progress.clip_id, progress);
    else gathers.delete(progress.clip_id);
    this.gathers = gathers;
    if (progress.state === "done") void this.load();
  }

  private async save({ clip_id, name, start }: GatheredClip): Promise<void> {
    const found = await this.attempt(() => lookAtClip(this.hass, clip_id));
    const time = start.slice(0, 19).replaceAll(/[:-]/g, "").replace("T", "_");
    if (found) download(found.url, `${name} ${time}Z.mp4`);
  }

  private async erase(clipId: string): Promise<void> {
    if ((await this.attempt(() => deleteClip(this.hass, clipId))) === undefined) return;
    await this.load();
  }
}

define("ring-watch-clips", RingWatchClips);
