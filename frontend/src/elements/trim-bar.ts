import { css, html } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Span } from "../api.js";
import { define } from "../define.js";
import { shared } from "../styles.js";
import "../review-texts.js";
import { clock, dayAndTime, timeOfDay } from "../time.js";
import {
  fractionOf,
  keyed,
  moved,
  nearest,
  partOf,
  samePart,
  SHORTEST,
  timeAt,
  type Handle,
  type Part,
} from "../trim.js";
import { RingWatchElement } from "./element.js";
import "./moment.js";

const HANDLES: readonly Handle[] = ["start", "end"];
/** A finger that rests shakes by so many pixels. */
const STILL = 5;
const SECOND = 1000;
/** In a longer window, a pixel is seconds: the fields are open. */
const LONG = 15 * 60 * SECOND;

/** What a pointer holds, from when it goes down. */
interface Grip {
  handle: Handle;
  /** Where it went down, and how far from the handle if it was on it. */
  x: number;
  y: number;
  offset: number;
  onHandle: boolean;
  before: Part;
  moves: boolean;
}

/**
 * Two handles over a window, and fields for the same to the second. What is slotted lies
 * behind the handles, such as pictures. Fires `kept-changed` with the new part.
 */
export class RingWatchTrim extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .bar {
        position: relative;
        min-height: 48px;
        margin: 0 12px;
        touch-action: pan-y;
        cursor: pointer;
        user-select: none;
      }
      .cut {
        position: absolute;
        inset-block: 0;
        background: rgba(0, 0, 0, 0.65);
        pointer-events: none;
      }
      .kept {
        position: absolute;
        inset-block: 0;
        border-block: 3px solid var(--primary-color);
        pointer-events: none;
      }
      .handle {
        position: absolute;
        inset-block: -3px;
        width: 24px;
        margin-inline-start: -12px;
        background: var(--primary-color);
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 8px;
        cursor: ew-resize;
        touch-action: none;
      }
      .handle::before {
        content: "";
        position: absolute;
        inset: 0 -8px;
      }
      .handle::after {
        content: "";
        position: absolute;
        inset: 30% 9px;
        background: var(--card-background-color, #fff);
      }
      .times {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 4px 12px;
        margin-top: 8px;
        font-variant-numeric: tabular-nums;
      }
      .exact {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 24px;
        margin-bottom: 8px;
      }
      .edge {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        align-items: end;
      }
      .edge button {
        min-width: 44px;
        padding: 0;
      }
      .unseen {
        position: absolute;
        clip-path: inset(50%);
      }
    `,
  ];

  @property({ attribute: false }) window?: Span;
  @property({ attribute: false }) kept?: Part;
  @property() label = "";
  @property({ type: Boolean }) disabled = false;
  @query(".bar") private bar!: HTMLElement;
  /** Where a button moved an edge to, for who does not see it. */
  @state() private told = "";

  private grip: Grip | undefined;

  private to(part: Part | undefined): void {
    if (!part || !this.kept || samePart(part, this.kept)) return;
    this.kept = part;
    this.fire("kept-changed", part);
  }

  private get isMirrored(): boolean {
    return getComputedStyle(this.bar).direction === "rtl";
  }

  private timeOf(x: number): number {
    const { left, width } = this.bar.getBoundingClientRect();
    const fraction = width ? (x - left) / width : 0;
    return timeAt(partOf(this.window!), this.isMirrored ? 1 - fraction : fraction);
  }

  private placeOf(time: number): number {
    const { left, width } = this.bar.getBoundingClientRect();
    const fraction = fractionOf(partOf(this.window!), time);
    return left + width * (this.isMirrored ? 1 - fraction : fraction);
  }

  /** A finger that goes down may be about to scroll the page: nothing moves yet. */
  private down(event: PointerEvent): void {
    const { kept } = this;
    if (this.disabled || !kept || event.button !== 0) return;
    const { clientX: x, clientY: y } = event;
    const grabbed = (event.target as HTMLElement).dataset["handle"] as Handle | undefined;
    this.grip = {
      handle: grabbed ?? nearest(kept, this.timeOf(x)),
      x,
      y,
      offset: grabbed ? x - this.placeOf(kept[grabbed]) : 0,
      onHandle: grabbed !== undefined,
      before: kept,
      moves: false,
    };
    this.bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  private drag(event: PointerEvent): void {
    const { grip } = this;
    if (!grip) return;
    const [across, along] = [event.clientX - grip.x, event.clientY - grip.y].map(Math.abs);
    // On the strip, up and down is for the page, even where it cannot scroll any further.
    if (!grip.moves && !grip.onHandle && along! > Math.max(STILL, across!)) {
      this.grip = undefined;
      return;
    }
    grip.moves ||= across! > STILL;
    if (grip.moves) this.follow(grip, event.clientX);
  }

  private up(event: PointerEvent): void {
    const { grip } = this;
    this.grip = undefined;
    if (!grip) return;
    // A handle that is only tapped stays where it is.
    if (grip.moves || !grip.onHandle) this.follow(grip, event.clientX);
    this.renderRoot
      .querySelector<HTMLElement>(`[data-handle=${grip.handle}]`)
      ?.focus({ preventScroll: true });
  }

  private cancel(): void {
    this.to(this.grip?.before);
    this.grip = undefined;
  }

  private follow({ handle, offset }: Grip, x: number): void {
    const { kept, window } = this;
    if (kept && window) this.to(moved(kept, partOf(window), handle, this.timeOf(x - offset)));
  }

  private press(event: KeyboardEvent, handle: Handle): void {
    if (this.disabled || !this.kept) return;
    const part = keyed(this.kept, partOf(this.window!), handle, event.key, event.shiftKey);
    if (!part) return;
    event.preventDefault();
    this.to(part);
  }

  protected override render() {
    const { hass, kept: part } = this;
    if (!hass || !this.window || !part) return;
    const window = partOf(this.window);
    const place = (time: number) => `${(fractionOf(window, time) * 100).toFixed(3)}%`;
    const left = (time: number) => `${(100 - fractionOf(window, time) * 100).toFixed(3)}%`;
    const text = (time: number) => timeOfDay(hass, new Date(time).toISOString());
    return html`
      <div
        class="bar"
        @pointerdown=${this.down}
        @pointermove=${this.drag}
        @pointerup=${this.up}
        @pointercancel=${this.cancel}
      >
        <slot></slot>
        <div class="cut" style="inset-inline: 0 ${left(part.start)}"></div>
        <div class="cut" style="inset-inline: ${place(part.end)} 0"></div>
        <div class="kept" style="inset-inline: ${place(part.start)} ${left(part.end)}"></div>
        ${HANDLES.map(
          (handle) => html`<div
            class="handle"
            data-handle=${handle}
            role="slider"
            tabindex=${this.disabled ? -1 : 0}
            aria-disabled=${this.disabled}
            aria-label="${this.t(`review_trim_${handle}`)} ${this.label}"
            aria-valuemin=${window.start / 1000}
            aria-valuemax=${window.end / 1000}
            aria-valuenow=${part[handle] / 1000}
            aria-valuetext=${dayAndTime(hass, new Date(part[handle]).toISOString())}
            style="inset-inline-start: ${place(part[handle])}"
            @keydown=${(event: KeyboardEvent) => this.press(event, handle)}
          ></div>`,
        )}
      </div>
      <div class="times">
        <span>${text(part.start)}</span>
        <span>${clock((part.end - part.start) / 1000)}</span>
        <span>${text(part.end)}</span>
      </div>
      <details ?open=${window.end - window.start > LONG}>
        <summary>${this.t("review_exact")}</summary>
        <div class="exact">${HANDLES.map((handle) => this.edge(handle, part, window))}</div>
      </details>
      <span class="unseen" role="status">${this.told}</span>
    `;
  }

  /** An edge to the second: on a long window a hand cannot do that. */
  private edge(handle: Handle, part: Part, window: Part) {
    const label = this.t(`review_trim_${handle}`);
    const to = (time: number) => this.to(moved(part, window, handle, time));
    const step = (key: string, sign: string, by: number) =>
      html`<button
        type="button"
        aria-label=${this.t(key, { label })}
        ?disabled=${this.disabled}
        @click=${() => {
          to(part[handle] + by);
          this.told = dayAndTime(this.hass!, new Date(this.kept![handle]).toISOString());
        }}
      >
        ${sign}
      </button>`;
    return html`<div class="edge">
      <ring-watch-moment
        .hass=${this.hass}
        .label=${label}
        .value=${part[handle]}
        .least=${handle === "start" ? window.start : part.start + SHORTEST}
        .most=${handle === "start" ? part.end - SHORTEST : window.end}
        .disabled=${this.disabled}
        @moment=${(event: CustomEvent<number>) => to(event.detail)}
      ></ring-watch-moment>
      ${step("review_second_earlier", "−", -SECOND)} ${step("review_second_later", "+", SECOND)}
    </div>`;
  }
}

define("ring-watch-trim", RingWatchTrim);
