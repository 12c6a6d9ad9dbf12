import { css, html, noChange, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { define } from "../define.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { fieldValue, fieldWall, momentsOf } from "../wall.js";
import { RingWatchElement } from "./element.js";

/**
 * A field for a time at home, to the second. Fires `moment` with the milliseconds since
 * 1970: at once if that may be, else when the field is left. A time that the clocks
 * showed twice can be either; one that they never showed is refused.
 */
export class RingWatchMoment extends RingWatchElement {
  static override styles = [
    shared,
    css`
      label {
        display: grid;
        gap: 4px;
        justify-items: start;
      }
    `,
  ];

  @property() label = "";
  @property({ type: Number }) value = 0;
  @property({ type: Number }) least = -Infinity;
  @property({ type: Number }) most = Infinity;
  @property({ type: Boolean }) disabled = false;
  @state() private skipped = false;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value")) this.skipped = false;
  }

  private get zone(): string {
    return this.hass?.config.time_zone ?? "UTC";
  }

  protected override render() {
    const shown = fieldValue(this.zone, this.value);
    const moments = momentsOf(this.zone, fieldWall(shown) ?? 0);
    const which = moments.findIndex((moment) => Math.abs(moment - this.value) < 1000);
    return html`<label>
        ${this.label}
        <input
          type="datetime-local"
          step="1"
          .value=${this.skipped ? noChange : live(shown)}
          ?disabled=${this.disabled}
          aria-invalid=${this.skipped}
          aria-describedby="why"
          @change=${this.entered}
          @blur=${this.left}
          @keydown=${(event: KeyboardEvent) => event.key === "Enter" && this.left(event)}
        />
      </label>
      ${moments.length > 1
        ? html`<label>
            ${this.t("review_moment_twice")}
            <select
              ?disabled=${this.disabled}
              @change=${(event: Event) =>
                this.set(moments[(event.target as HTMLSelectElement).selectedIndex])}
            >
              <option .selected=${which === 0}>${this.t("review_moment_first")}</option>
              <option .selected=${which === 1}>${this.t("review_moment_second")}</option>
            </select>
          </label>`
        : nothing}
      <span id="why" role="alert">
        ${this.skipped ? this.t("review_moment_skipped") : nothing}
      </span>`;
  }

  /** Half typed, a time may be anything: what cannot be is left alone for now. */
  private entered(event: Event): void {
    const moment = this.typed(event);
    if (moment !== undefined && moment >= this.least && moment <= this.most) this.set(moment);
  }

  private left(event: Event): void {
    this.set(this.typed(event));
    // What was typed may not be what came of it.
    this.requestUpdate();
  }

  /** Return the time that was typed; undefined if there is none, or it is no other one. */
  private typed(event: Event): number | undefined {
    const wall = fieldWall((event.target as HTMLInputElement).value);
    if (wall === null) return undefined;
    const moments = momentsOf(this.zone, wall);
    this.skipped = !moments.length;
    // Of one that the clocks showed twice, the other one may have been chosen.
    return wall === fieldWall(fieldValue(this.zone, this.value)) ? undefined : moments[0];
  }

  private set(moment: number | undefined): void {
    if (moment !== undefined) this.fire("moment", moment);
  }
}

define("ring-watch-moment", RingWatchMoment);
