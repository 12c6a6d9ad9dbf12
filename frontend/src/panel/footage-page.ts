import { type PropertyValues, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { type Doorbell, type Span, isAtRing, listDoorbells } from "../api.js";
import { now } from "../now.js";
import { define } from "../define.js";
import { soundOf } from "../sound.js";
import { type Part, partOf } from "../trim.js";
import { dayAfter, dayBounds, dayOf } from "../wall.js";
import { type Timeline, timeline } from "./api.js";
import "./archive-player.js";
import "./clips.js";
import type { RingWatchClips } from "./clips.js";
import "./gather-window.js";
import { INTEGRATION, follow } from "./navigation.js";
import { Page } from "./page.js";
import { windowBetween } from "./scale.js";
import "./timeline.js";

/** Today goes on; this often it is read anew. */
const FRESH = 60_000;
const MINUTE = 60_000;
/** Ring keeps recordings no longer. */
const RING_KEEPS = 180 * 24 * 60 * MINUTE;

/** A doorbell's day: find a window, look at it, gather it. */
export class RingWatchFootagePage extends Page {
  @state() private doorbells?: Doorbell[];
  @state() private doorbell?: Doorbell | undefined;
  @state() private day = "";
  @state() private whole!: Part;
  @state() private limits!: Part;
  @state() private data?: Timeline | undefined;
  @state() private window?: Part | undefined;
  @state() private from?: { time: number } | undefined;
  @state() private at?: number | undefined;
  @query("ring-watch-clips") private readonly clips?: RingWatchClips;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    // Once there is a connection, and when there is one again.
    this.hear((step) => void (step ?? this.begin()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.choose(dayOf(this.zone, now()));
    this.timer = setInterval(() => {
      if (this.limits.end < this.whole.end) void this.load();
    }, FRESH);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("doorbell") && !changed.has("day")) return;
    this.data = this.window = this.from = this.at = undefined;
    void this.load();
  }

  protected override render() {
    const { doorbells, doorbell } = this;
    if (doorbells?.length === 0)
      return html`<section>
        <h2>${this.t("panel_page_footage")}</h2>
        <p>${this.t("panel_doorbells_none")}</p>
        <div>
          <a class="button" href=${INTEGRATION} @click=${follow}>
            ${this.t("panel_doorbell_add")}
          </a>
        </div>
      </section>`;
    return html`<section>
        <h2>${this.t("panel_page_footage")}</h2>
        ${this.choices()} ${this.complaint()} ${doorbell ? this.shown(doorbell) : nothing}
      </section>
      <section>
        <ring-watch-clips .hass=${this.hass}></ring-watch-clips>
      </section>`;
  }

  private choices() {
    const today = dayOf(this.zone, now());
    const oldest = this.doorbell && oldestOf(this.doorbell);
    const first = oldest === undefined ? today : dayOf(this.zone, oldest);
    const step = (name: string, icon: string, day: string, off: boolean) =>
      html`<button
        aria-label=${this.t(name)}
        title=${this.t(name)}
        aria-disabled=${off}
        @click=${() => off || this.choose(day)}
      >
        <ha-icon icon=${icon}></ha-icon>
      </button>`;
    return html`<div class="fields">
      <label>
        ${this.t("panel_doorbell")}
        <select @change=${this.chooseDoorbell}>
          ${this.doorbells?.map(
            (one) =>
              html`<option .selected=${one.doorbell_id === this.doorbell?.doorbell_id}>
                ${one.name}
              </option>`,
          )}
        </select>
      </label>
      <label>
        ${this.t("panel_day")}
        <input
          type="date"
          .value=${this.day}
          min=${first}
          max=${today}
          @change=${(event: Event) => this.choose((event.target as HTMLInputElement).value)}
        />
      </label>
      ${step("panel_day_before", "mdi:chevron-left", dayAfter(this.day, -1), this.day <= first)}
      ${step("panel_day_after", "mdi:chevron-right", dayAfter(this.day), this.day >= today)}
    </div>`;
  }

  private shown(doorbell: Doorbell) {
    const { window, data } = this;
    return html`<ring-watch-timeline
        .hass=${this.hass}
        .whole=${this.whole}
        .limits=${this.limits}
        .data=${data}
        .window=${window}
        .at=${this.at}
        @window-changed=${this.chosen}
        @play-at=${this.play}
      ></ring-watch-timeline>
      ${this.about(doorbell, data)}
      ${window
        ? html`<ring-watch-gather-window
            .hass=${this.hass}
            .doorbell=${doorbell}
            .window=${window}
            .limits=${this.kept(doorbell)}
            .gaps=${data?.gaps ?? []}
            .sound=${soundOf(window, data && { ...data, elsewhere: isAtRing(doorbell) })}
            @window-changed=${this.chosen}
            @play-at=${this.play}
            @gathered=${() => this.clips?.load()}
          ></ring-watch-gather-window>`
        : nothing}
      <ring-watch-archive-player
        .hass=${this.hass}
        .doorbellId=${doorbell.doorbell_id}
        .label=${doorbell.name}
        .elsewhere=${isAtRing(doorbell)}
        .from=${this.from}
        @playing-at=${(event: CustomEvent<number>) => (this.at = event.detail)}
      ></ring-watch-archive-player>`;
  }

  private about(doorbell: Doorbell, data: Timeline | undefined) {
    if (isAtRing(doorbell)) return html`<p class="secondary">${this.t("panel_ring_about")}</p>`;
    return data && !data.spans.length
      ? html`<p role="status">${this.t("panel_no_footage_day")}</p>`
      : html`<p class="secondary">${this.t("panel_timeline_about")}</p>`;
  }

  /** All that there is of a doorbell: a window may begin the day before. */
  private kept(doorbell: Doorbell): Part {
    return { start: oldestOf(doorbell) ?? this.whole.start, end: now() };
  }

  private get zone(): string {
    return this.hass.config.time_zone;
  }

  private chosen(event: CustomEvent<Part>): void {
    this.window = event.detail;
  }

  private play(event: CustomEvent<number>): void {
    this.from = { time: event.detail };
    this.at = event.detail;
  }

  private chooseDoorbell(event: Event): void {
    this.doorbell = this.doorbells?.[(event.target as HTMLSelectElement).selectedIndex];
  }

  private choose(day: string): void {
    if (!day) return;
    this.day = day;
    this.whole = dayBounds(this.zone, day);
    this.limits = { ...this.whole, end: Math.min(this.whole.end, now()) };
  }

  private async begin(): Promise<void> {
    const found = await this.attempt(() => listDoorbells(this.hass));
    if (!found) return;
    this.doorbells = found.doorbells;
    if (this.doorbell) void this.load();
    else this.doorbell = found.doorbells[0];
  }

  private async load(): Promise<void> {
    const { doorbell, day, whole } = this;
    if (!doorbell) return;
    const time = now();
    const data = await this.attempt(() =>
      timeline(this.hass, doorbell.doorbell_id, {
        start: new Date(whole.start).toISOString(),
        end: new Date(whole.end).toISOString(),
      }),
    );
    if (!data || doorbell !== this.doorbell || day !== this.day) return;
    this.limits = { ...whole, end: Math.min(whole.end, time) };
    // What is to come is no gap, nor is what is not written yet.
    const was = (gap: Span) => Date.parse(gap.start) < time - (partOf(gap).end > time ? FRESH : 0);
    this.data = { ...data, gaps: data.gaps.filter(was) };
    this.window ??= this.toBeginWith(data, isAtRing(doorbell));
  }

  /** The last minute of the day's footage; at Ring, the one in which something happened. */
  private toBeginWith(data: Timeline, atRing: boolean): Part | undefined {
    const last = data.spans.at(-1);
    const around = last ? partOf(last) : atRing ? this.lastOf(data) : undefined;
    if (!around) return undefined;
    const { start, end } = around;
    const window = windowBetween(Math.max(start, end - MINUTE), end, this.limits);
    return window.end > window.start ? window : undefined;
  }

  /** What happened last on the day, from a little before; else the end of the day. */
  private lastOf({ presses, motion }: Timeline): Part {
    const { end } = this.limits;
    const times = [...presses, ...motion.map((span) => span.start)].map((time) => Date.parse(time));
    const start = times.length ? Math.max(...times) - 10_000 : end - MINUTE;
    return { start, end: start + MINUTE };
  }
}

/** Return since when there may be footage of a doorbell; undefined if there is none yet. */
function oldestOf(doorbell: Doorbell): number | undefined {
  const atHome = doorbell.oldest ? Date.parse(doorbell.oldest) : undefined;
  if (!isAtRing(doorbell)) return atHome;
  return Math.min(atHome ?? Infinity, now() - RING_KEEPS);
}

define("ring-watch-page-footage", RingWatchFootagePage);
