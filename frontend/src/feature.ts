import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { decline, type FootageRequest } from "./api.js";
import { define } from "./define.js";
import { RingWatchElement } from "./elements/element.js";
import { asker } from "./elements/words.js";
import { homeEntity } from "./entities.js";
import { explain } from "./errors.js";
import type { HomeAssistant } from "./hass.js";
import { Steps } from "./live.js";
import { shared } from "./styles.js";
import { readWaiting } from "./waiting.js";

export const FEATURE = "ring-watch-decide";

/** Tell whether the feature suits a tile: that of the sensor of waiting requests. */
export function isSupported(hass: HomeAssistant, context: { entity_id?: string }): boolean {
  const { entity_id } = context;
  return !!entity_id && entity_id === homeEntity(hass, "binary_sensor.request_waiting");
}

/** So long after another request is shown, a tap was meant for what was there before. */
const REST = 1000;

/**
 * On a tile: who asks, with *Review*, *Approve* and *Decline*. Nothing is approved here:
 * *Approve* leads to the question below the preview. Where several requests wait they are
 * only led to, since it cannot be seen here which one would be declined.
 */
export class RingWatchDecide extends RingWatchElement {
  static override styles = [
    shared,
    css`
      :host {
        container-type: inline-size;
      }
      .row {
        flex-wrap: nowrap;
      }
      button,
      .who {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .who {
        flex: 1;
      }
      button {
        /* A tile has 42 pixels for it. */
        min-height: 40px;
        padding: 4px 16px;
      }
      /* Two lines where there is room for one; the question shows all that a review does. */
      @container (max-width: 400px) {
        .row {
          display: grid;
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: 0 4px;
        }
        .who,
        button:only-child {
          grid-column: 1 / -1;
        }
        .who {
          line-height: 1.2;
        }
        .look {
          display: none;
        }
        button {
          min-height: 32px;
          padding: 0 2px;
        }
      }
      @container (max-width: 160px) {
        .row {
          grid-template-columns: repeat(2, minmax(0, auto));
        }
        button {
          font-size: 12px;
        }
      }
    `,
  ];

  @property({ attribute: false }) context?: { entity_id?: string };
  @state() private waiting: readonly FootageRequest[] | undefined;
  @state() private error: string | undefined;
  @state() private busy = false;
  /** Whether what is shown has been there for a while. */
  @state() private rested = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static getStubConfig() {
    return { type: `custom:${FEATURE}` };
  }

  constructor() {
    super();
    new Steps(this, {
      heard: () => void this.read(),
      failed: (error) => (this.error = explain(this.hass, error)),
    });
  }

  // What may be configured of other features; nothing here.
  setConfig(_config: unknown): void {}

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.waiting = undefined;
  }

  /** The request that waits, if it is the only one. */
  private get only(): FootageRequest | undefined {
    const [one, ...others] = this.waiting ?? [];
    return others.length ? undefined : one;
  }

  private async read(): Promise<void> {
    if (!this.hass) return;
    try {
      const found = await readWaiting(this.hass);
      const before = this.only?.request_id;
      this.waiting = found;
      this.error = undefined;
      if (this.only?.request_id !== before) this.rest();
    } catch (error) {
      this.error = explain(this.hass, error);
    }
  }

  private rest(): void {
    this.rested = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.rested = true), REST);
  }

  /** Go to the panel; behind an address with "/look" no question is asked yet. */
  private open(path = ""): void {
    history.pushState(null, "", `/ring-watch/requests${path}`);
    window.dispatchEvent(
      new CustomEvent("location-changed", { detail: { replace: false } }),
    );
  }

  private async decline(id: string): Promise<void> {
    if (!this.rested || this.busy) return;
    this.busy = true;
    try {
      await decline(this.hass!, id);
      await this.read();
    } catch (error) {
      this.error = explain(this.hass, error);
    } finally {
      this.busy = false;
    }
  }

  protected override render() {
    const { hass, waiting, only } = this;
    if (!hass?.user?.is_admin) return nothing;
    if (this.error) return html`<p role="alert">${this.error}</p>`;
    if (!waiting) return html`<p class="secondary">${this.t("card_loading")}</p>`;
    if (!waiting.length) return html`<p class="secondary">${this.t("card_none_waiting")}</p>`;
    return html`<div class="row">
      ${only ? this.one(only) : this.many(waiting.length)}
    </div>`;
  }

  private many(count: number) {
    return html`<button type="button" class="primary" @click=${() => this.open()}>
      ${this.t("card_review_many", { count })}
    </button>`;
  }

  private one(request: FootageRequest) {
    const id = request.request_id;
    const who = asker(this.hass, request);
    const button = (key: string, kind: string, act: () => unknown, off = false) =>
      html`<button
        type="button"
        class=${kind}
        aria-label="${this.t(key)}: ${who}"
        aria-disabled=${off}
        @click=${act}
      >
        ${this.t(key)}
      </button>`;
    return html`<span class="who typed" title=${who}>${who}</span>
      ${button("card_review", "look", () => this.open(`/${id}/look`))}
      ${button("card_approve", "primary", () => this.open(`/${id}`))}
      ${button("card_decline", "danger", () => this.decline(id), !this.rested || this.busy)}`;
  }
}

define(FEATURE, RingWatchDecide);
