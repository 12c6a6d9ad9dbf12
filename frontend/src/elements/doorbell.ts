import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { lookAtClip, type Span } from "../api.js";
import { wantsCalm } from "../calm.js";
import { define } from "../define.js";
import { deviceName, doorbellEntities, type DoorbellEntities } from "../entities.js";
import { explain } from "../errors.js";
import type { HassEntity, HomeAssistant } from "../hass.js";
import { Lazy } from "../lazy.js";
import { EveryHalfMinute } from "../minute.js";
import { askNow } from "../now.js";
import { shared } from "../styles.js";
import { clock, dayAndTime, fromNow, missing, missingAtFirst } from "../time.js";
import { RingWatchElement } from "./element.js";

interface Saved {
  clip_id: string;
  requested: Span;
  gaps: Span[];
}

const STREAM = "ha-camera-stream";
const GONE: readonly string[] = ["unavailable", "unknown"];

/** One doorbell: its live picture, what happened last, and *Save the last minute*. */
export class RingWatchDoorbell extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .picture {
        position: relative;
        min-height: 120px;
        background: #000;
        color: #fff;
        border-radius: 8px;
        overflow: hidden;
        display: grid;
        align-items: center;
        text-align: center;
      }
      .picture img {
        width: 100%;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 4px 16px;
      }
    `,
  ];

  /** Its device's id. */
  @property() doorbell = "";
  /** Whether a live picture was asked for, by who wants no motion otherwise. */
  @state() private live = false;
  @state() private saving = false;
  @state() private clip: Saved | undefined;
  @state() private error: string | undefined;

  private readonly player = new Lazy(this, () => import("./player.js"));

  constructor() {
    super();
    new EveryHalfMinute(this);
    void askNow().then(() => this.requestUpdate());
    void customElements.whenDefined(STREAM).then(() => this.requestUpdate());
  }

  protected override differ(
    before: HomeAssistant | undefined,
    now: HomeAssistant | undefined,
  ): boolean {
    if (!before || !now || super.differ(before, now)) return true;
    if (before.states === now.states) return false;
    const [was, is] = [before, now].map((hass) => doorbellEntities(hass, this.doorbell));
    const keys = ["camera", "ring", "motion", "recording"] as const;
    return keys.some((key) => was![key] !== is![key]);
  }

  private async save(): Promise<void> {
    const { hass, doorbell } = this;
    if (!hass || this.saving) return;
    this.saving = true;
    void this.player.load();
    this.error = this.clip = undefined;
    try {
      const { response } = await hass.callService(
        "ring_watch",
        "gather_clip",
        { devices: [doorbell], last: "00:01:00" },
        undefined,
        false,
        true,
      );
      this.clip = (response as { clips: Saved[] }).clips[0];
    } catch (error) {
      this.error = explain(hass, error);
    } finally {
      this.saving = false;
    }
  }

  protected override render() {
    const { hass } = this;
    if (!hass) return nothing;
    const found = doorbellEntities(hass, this.doorbell);
    if (!found.camera && !found.ring)
      return html`<p class="note">${this.t("card_no_doorbell")}</p>`;
    return html`<div class="stack">
      ${this.picture(found)} ${this.facts(hass, found)}
      ${hass.user?.is_admin ? this.saver() : nothing}
    </div>`;
  }

  private picture({ camera }: DoorbellEntities) {
    const name = deviceName(this.hass!, this.doorbell);
    if (!camera) return nothing;
    if (GONE.includes(camera.state))
      return html`<div class="picture"><p>${this.t("card_no_picture")}</p></div>`;
    const streams = !!customElements.get(STREAM);
    if (streams && (this.live || !wantsCalm()))
      return html`<div class="picture">
        <ha-camera-stream
          .hass=${this.hass}
          .stateObj=${camera}
          .controls=${false}
          .muted=${true}
          aria-label=${name}
        ></ha-camera-stream>
      </div>`;
    const still = camera.attributes["entity_picture"];
    return html`<div class="picture">
        ${typeof still === "string"
          ? html`<img src="${still}&t=${Math.floor(Date.now() / 30_000)}" alt=${name} />`
          : html`<p>${this.t("card_no_picture")}</p>`}
      </div>
      ${streams
        ? html`<button type="button" @click=${() => (this.live = true)}>
            ${this.t("card_show_live")}
          </button>`
        : nothing}`;
  }

  private facts(hass: HomeAssistant, { ring, motion, recording }: DoorbellEntities) {
    const fact = (key: string, text: string) =>
      html`<dt class="secondary">${this.t(key)}</dt>
        <dd>${text}</dd>`;
    return html`<dl>
      ${ring ? fact("card_last_press", this.moment(hass, ring)) : nothing}
      ${motion ? fact("card_motion", this.motion(hass, motion)) : nothing}
      ${recording
        ? fact(
            "card_recording",
            this.t(recording.state === "on" ? "card_recording_on" : "card_recording_off"),
          )
        : nothing}
    </dl>`;
  }

  /** When an event happened last: its state is that time. */
  private moment(hass: HomeAssistant, event: HassEntity): string {
    if (event.state === "unavailable") return this.t("card_unavailable");
    if (event.state === "unknown") return this.t("card_never");
    return `${fromNow(hass, event.state)}, ${dayAndTime(hass, event.state)}`;
  }

  private motion(hass: HomeAssistant, motion: HassEntity): string {
    if (GONE.includes(motion.state)) return this.t("card_unavailable");
    if (motion.state === "on") return this.t("card_motion_now");
    return this.t("card_motion_none", { when: fromNow(hass, motion.last_changed) });
  }

  private saver() {
    const { clip, hass } = this;
    return html`
      <div class="row">
        <button type="button" class="primary" aria-disabled=${this.saving} @click=${this.save}>
          ${this.t(this.saving ? "card_saving" : "card_save_minute")}
        </button>
        <span role="status">${clip ? this.t("card_saved") : nothing}</span>
      </div>
      ${this.error ? html`<p class="note error" role="alert">${this.error}</p>` : nothing}
      ${clip
        ? html`${this.player.note()}<ring-watch-player
            .hass=${hass}
            .of=${clip.clip_id}
            .from=${missingAtFirst(clip.requested, clip.gaps)}
            .look=${async () => (await lookAtClip(hass!, clip.clip_id)).url}
            .label=${this.t("card_saved")}
          ></ring-watch-player>`
        : nothing}
      ${clip?.gaps.length
        ? html`<p class="note">
            ${this.t("card_partial", { missing: clock(missing(clip.gaps)) })}
          </p>`
        : nothing}
    `;
  }
}

define("ring-watch-doorbell", RingWatchDoorbell);
