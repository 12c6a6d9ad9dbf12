import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { define } from "../define.js";
import { Page } from "./page.js";
import { fieldValue, fieldWall, momentsOf } from "./wall.js";

/**
 * A field for a time at home, to the second. Tells `moment` with the milliseconds since
 * 1970. A time that the clocks showed twice can be either; one that they never showed
 * is refused.
 */
export class RingWatchMoment extends Page {
  @property() label = "";
  @property({ type: Number }) value = 0;
  @state() private skipped = false;

  protected override render() {
    const zone = this.hass.config.time_zone;
    const shown = fieldValue(zone, this.value);
    const moments = momentsOf(zone, fieldWall(shown) ?? 0);
    const which = moments.findIndex((moment) => Math.abs(moment - this.value) < 1000);
    return html`<label>
        ${this.label}
        <input
          type="datetime-local"
          step="1"
          .value=${shown}
          aria-invalid=${this.skipped}
          aria-describedby="why"
          @change=${this.entered}
        />
      </label>
      ${moments.length > 1
        ? html`<label>
            ${this.t("panel_moment_twice")}
            <select
              @change=${(event: Event) =>
                this.set(moments[(event.target as HTMLSelectElement).selectedIndex])}
            >
              <option .selected=${which === 0}>${this.t("panel_moment_first")}</option>
              <option .selected=${which === 1}>${this.t("panel_moment_second")}</option>
            </select>
          </label>`
        : nothing}
      <span id="why" role="alert">
        ${this.skipped ? this.t("panel_moment_skipped") : nothing}
      </span>`;
  }

  private entered(event: Event): void {
    const wall = fieldWall((event.target as HTMLInputElement).value);
    if (wall === null) return;
    const moments = momentsOf(this.hass.config.time_zone, wall);
    this.skipped = !moments.length;
    this.set(moments[0]);
  }

  private set(moment: number | undefined): void {
    if (moment !== undefined) this.fire("moment", moment);
  }
}

define("ring-watch-moment", RingWatchMoment);
