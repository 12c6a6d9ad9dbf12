import { type PropertyValues, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { Span } from "../api.js";
import { define } from "../define.js";
import { dayAndTime, timeOfDay } from "../time.js";
import { type Handle, type Part, partOf } from "../trim.js";
import type { Timeline } from "./api.js";
import { Page } from "./page.js";
import {
  closeUp,
  placeOf,
  seen,
  shifted,
  stride,
  ticks,
  timeAt,
  windowBetween,
  withEdge,
  within,
  zoomed,
} from "./scale.js";

/** A hand shakes by so many pixels. */
const STILL = 5;
const HANDLES: readonly Handle[] = ["start", "end"];
const iso = (time: number): string => new Date(time).toISOString();

/**
 * A day of one doorbell: where there is footage, where not, motion, presses, and a window
 * in it. Drag for a window, tap to play. Fires `window-changed` (detail: Part) and
 * `play-at` (detail: milliseconds).
 */
export class RingWatchTimeline extends Page {
  static override styles = [
    Page.styles,
    css`
      .tools {
        margin-bottom: 8px;
      }
      .tools button {
        min-width: 44px;
        padding: 0 12px;
      }
      .day {
        display: grid;
        grid-template-columns: max-content 1fr;
        column-gap: 8px;
      }
      .names {
        display: grid;
        grid-template-rows: 24px repeat(3, 28px);
        align-items: center;
        font-size: 0.9em;
      }
      .track {
        position: relative;
        height: 108px;
        margin: 0 12px;
        overflow: clip;
        overflow-clip-margin: 24px;
        direction: ltr;
        touch-action: pan-y;
        cursor: crosshair;
        user-select: none;
      }
      .lane {
        position: absolute;
        inset-inline: 0;
        height: 20px;
        border-radius: 4px;
        background: var(--secondary-background-color, #e5e5e5);
        overflow: hidden;
      }
      .lane > * {
        position: absolute;
        top: 0;
        bottom: 0;
        min-width: 2px;
      }
      .footage {
        background: var(--success-color, #2e7d32);
      }
      .gap {
        background: repeating-linear-gradient(
          45deg,
          var(--primary-text-color) 0 2px,
          transparent 2px 6px
        );
      }
      .motion {
        background: var(--primary-color);
      }
      .press {
        width: 4px;
        margin-left: -2px;
        background: var(--error-color);
      }
      .tick {
        position: absolute;
        top: 0;
        bottom: 0;
        padding-left: 4px;
        border-left: 1px solid var(--divider-color);
        font-size: 0.85em;
        white-space: nowrap;
        pointer-events: none;
      }
      .chosen {
        position: absolute;
        top: 22px;
        bottom: 0;
        border: 2px solid var(--primary-text-color);
        border-width: 2px 0;
        background: color-mix(in srgb, var(--primary-color) 20%, transparent);
        pointer-events: none;
      }
      .handle {
        position: absolute;
        top: 20px;
        bottom: -2px;
        width: 24px;
        cursor: ew-resize;
        touch-action: none;
      }
      /* Outside of the window, so that they never lie on each other. */
      .handle[data-handle="start"] {
        margin-left: -24px;
      }
      .handle::after {
        content: "";
        position: absolute;
        inset-block: 0;
        left: 0;
        width: 4px;
        border-radius: 2px;
        background: var(--primary-text-color);
      }
      .handle[data-handle="start"]::after {
        left: auto;
        right: 0;
      }
      .handle::before {
        content: "";
        position: absolute;
        top: calc(50% - 12px);
        left: 4px;
        border: 10px solid transparent;
        border-left-color: var(--primary-text-color);
        border-right-width: 0;
      }
      .handle[data-handle="start"]::before {
        left: auto;
        right: 4px;
        transform: scaleX(-1);
      }
      .at {
        position: absolute;
        top: 18px;
        bottom: 0;
        width: 2px;
        margin-left: -1px;
        background: var(--error-color);
        outline: 1px solid var(--card-background-color, #fff);
        pointer-events: none;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        max-height: 200px;
        margin: 4px 0 0;
        padding: 4px;
        overflow-y: auto;
        list-style: none;
      }
      .chips button {
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 599px) {
        .day {
          column-gap: 0;
        }
        .names {
          font-size: 0.8em;
        }
      }
    `,
  ];

  /** The day. */
  @property({ attribute: false }) whole!: Part;
  /** What of it has been. */
  @property({ attribute: false }) limits!: Part;
  @property({ attribute: false }) data?: Timeline;
  @property({ attribute: false }) window?: Part | undefined;
  /** What is played at the moment. */
  @property({ type: Number }) at?: number | undefined;
  @state() private view!: Part;
  @state() private wide = 600;
  @query(".track") private readonly track!: HTMLElement;
  private from: { time: number; x: number; dragged: boolean } | undefined;
  private held: Handle | undefined;
  /** The window when a pointer went down. */
  private former: Part | undefined;
  private readonly sized = new ResizeObserver(([entry]) => {
    if (entry) this.wide = entry.contentRect.width;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("whole")) this.view = this.whole;
  }

  protected override firstUpdated(): void {
    this.sized.observe(this.track);
  }

  protected override render() {
    const { data, view, window } = this;
    return html`${this.tools()}
      <div class="day">
        <div class="names" aria-hidden="true">
          <span></span>
          <span>${this.t("panel_footage")}</span>
          <span>${this.t("panel_motion")}</span>
          <span>${this.t("panel_presses")}</span>
        </div>
        <div
          class="track"
          @pointerdown=${this.down}
          @pointermove=${this.move}
          @pointerup=${this.up}
          @pointercancel=${this.cancel}
          @wheel=${this.wheel}
        >
          ${ticks(view, Math.max(3, this.wide / 80), this.whole.start).map(
            (time) =>
              html`<span class="tick" style="left:${placeOf(view, time) * 100}%">
                ${this.tickText(time)}
              </span>`,
          )}
          ${guard([data, view], () => this.lanes(data))}
          ${window ? this.chosen(window) : nothing}
          ${this.at === undefined ? nothing : this.mark("at", this.at)}
        </div>
      </div>
      ${guard([data, this.hass.localize], () => this.lists(data))}`;
  }

  private tools() {
    const to = (view: Part) => () => (this.view = view);
    const { view, whole, window } = this;
    const middle = (view.start + view.end) / 2;
    const all = view.start <= whole.start && view.end >= whole.end;
    const tool = (name: string, icon: string, then: () => void, off = all) =>
      html`<button
        aria-label=${this.t(name)}
        title=${this.t(name)}
        aria-disabled=${off}
        @click=${() => off || then()}
      >
        <ha-icon icon=${icon}></ha-icon>
      </button>`;
    return html`<div class="tools row" role="group" aria-label=${this.t("panel_view")}>
      ${tool("panel_zoom_in", "mdi:magnify-plus-outline", () => this.zoom(0.5, middle), false)}
      ${tool("panel_zoom_out", "mdi:magnify-minus-outline", () => this.zoom(2, middle))}
      ${tool("panel_earlier", "mdi:chevron-left", to(shifted(view, -0.5, whole)))}
      ${tool("panel_later", "mdi:chevron-right", to(shifted(view, 0.5, whole)))}
      <button aria-disabled=${all} @click=${to(whole)}>${this.t("panel_whole_day")}</button>
      <button ?disabled=${!window} @click=${() => window && (this.view = closeUp(window, whole))}>
        ${this.t("panel_show_window")}
      </button>
    </div>`;
  }

  private tickText(time: number): string {
    const long = this.view.end - this.view.start > 600_000;
    return timeOfDay(this.hass, iso(time), long ? "short" : "medium");
  }

  private lanes(data: Timeline | undefined) {
    return html`<div class="lane" style="top:26px">
        ${this.bars(data?.spans, "footage")}${this.bars(data?.gaps, "gap")}
      </div>
      <div class="lane" style="top:54px">${this.bars(data?.motion, "motion")}</div>
      <div class="lane" style="top:82px">
        ${data?.presses.map((press) => this.mark("press", Date.parse(press)))}
      </div>`;
  }

  private bars(spans: readonly Span[] | undefined, name: string) {
    return spans?.map((span) => {
      const part = partOf(span);
      const bar = seen(this.view, { ...part, end: Math.min(part.end, this.limits.end) });
      return bar
        ? html`<div class=${name} style="left:${bar.left * 100}%;width:${bar.width * 100}%"></div>`
        : nothing;
    });
  }

  private mark(name: string, time: number) {
    const place = placeOf(this.view, time);
    return place < 0 || place > 1
      ? nothing
      : html`<div class=${name} style="left:${place * 100}%"></div>`;
  }

  private chosen(window: Part) {
    const shown = seen(this.view, window);
    return html`${shown
      ? html`<div
          class="chosen"
          style="left:${shown.left * 100}%;width:${shown.width * 100}%"
        ></div>`
      : nothing}
    ${HANDLES.map(
      (handle) =>
        html`<div
          class="handle"
          role="slider"
          tabindex="0"
          data-handle=${handle}
          aria-label=${this.t(`panel_window_${handle}`)}
          aria-valuemin=${Math.round(this.limits.start / 1000)}
          aria-valuemax=${Math.round(this.limits.end / 1000)}
          aria-valuenow=${Math.round(window[handle] / 1000)}
          aria-valuetext=${dayAndTime(this.hass, iso(window[handle]))}
          style="left:${within(placeOf(this.view, window[handle]), -1, 2) * 100}%"
          @keydown=${(event: KeyboardEvent) => this.press(event, handle)}
          @focus=${() => this.bring(window[handle])}
        ></div>`,
    )}`;
  }

  /** The same in words: nobody has to hit a mark of two pixels. */
  private lists(data: Timeline | undefined) {
    if (!data) return nothing;
    const presses = data.presses.map((press) => Date.parse(press));
    const list = (name: string, times: readonly Part[]) =>
      times.length
        ? html`<details>
            <summary>${this.t(name)} (${times.length})</summary>
            <ul class="chips">
              ${times.map(
                (part) =>
                  html`<li>
                    <button @click=${() => this.around(part)}>
                      ${timeOfDay(this.hass, iso(part.start))}
                    </button>
                  </li>`,
              )}
            </ul>
          </details>`
        : nothing;
    return html`${list(
      "panel_presses",
      presses.map((time) => ({ start: time, end: time })),
    )}
    ${list("panel_motion", data.motion.map(partOf))} ${list("panel_gaps", data.gaps.map(partOf))}`;
  }

  /** Choose what happened and ten seconds around it. */
  private around(part: Part): void {
    const window = windowBetween(part.start - 10_000, part.end + 10_000, this.limits);
    this.view = closeUp(window, this.whole);
    this.fire("window-changed", window);
  }

  private zoom(factor: number, around: number): void {
    this.view = zoomed(this.view, factor, around, this.whole);
  }

  private timeOf(event: MouseEvent): number {
    const { left, width } = this.track.getBoundingClientRect();
    return timeAt(this.view, width ? (event.clientX - left) / width : 0);
  }

  private down(event: PointerEvent): void {
    if (event.button) return;
    this.track.setPointerCapture(event.pointerId);
    const target = event.target as HTMLElement;
    this.former = this.window;
    this.held = target.dataset["handle"] as Handle | undefined;
    if (this.held) target.focus();
    else this.from = { time: this.timeOf(event), x: event.clientX, dragged: false };
    event.preventDefault();
  }

  private move(event: PointerEvent): void {
    const { from, held, window, limits } = this;
    if (held && window)
      this.fire("window-changed", withEdge(window, held, this.timeOf(event), limits));
    if (!from) return;
    from.dragged ||= Math.abs(event.clientX - from.x) > STILL;
    const drawn = windowBetween(from.time, this.timeOf(event), limits);
    if (from.dragged && drawn.end > drawn.start) this.fire("window-changed", drawn);
  }

  private up(): void {
    const { from } = this;
    if (from && !from.dragged && from.time < this.limits.end) this.fire("play-at", from.time);
    this.rest();
  }

  /** The finger scrolled the page: it meant nothing here. */
  private cancel(): void {
    const held = this.from ?? this.held;
    if (held && this.former && this.window !== this.former) this.fire("window-changed", this.former);
    this.rest();
  }

  private rest(): void {
    this.from = this.held = undefined;
  }

  private wheel(event: WheelEvent): void {
    // Without Ctrl, the page scrolls.
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.timeOf(event));
  }

  private press(event: KeyboardEvent, handle: Handle): void {
    const { window, limits, view } = this;
    if (!window) return;
    const step = event.shiftKey ? 1000 : stride(view);
    const far = { Home: limits.start, End: limits.end }[event.key];
    const by = {
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageDown: -10 * step,
      PageUp: 10 * step,
    }[event.key];
    if (far === undefined && by === undefined) return;
    event.preventDefault();
    const moved = withEdge(window, handle, far ?? window[handle] + (by ?? 0), limits);
    this.bring(moved[handle]);
    this.fire("window-changed", moved);
  }

  /** Move the view so that a time is in it. */
  private bring(time: number): void {
    const place = placeOf(this.view, time);
    if (place < 0 || place > 1) this.view = shifted(this.view, place - 0.5, this.whole);
  }
}

define("ring-watch-timeline", RingWatchTimeline);
