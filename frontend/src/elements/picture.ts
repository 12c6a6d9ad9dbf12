import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { signPath } from "../api.js";
import { define } from "../define.js";
import { shared } from "../styles.js";
import { RingWatchElement } from "./element.js";

/** A small still that only administrators may see. None is shown where there is none. */
export class RingWatchPicture extends RingWatchElement {
  static override styles = [
    shared,
    css`
      img {
        width: 100%;
        max-height: 120px;
        object-fit: cover;
        border-radius: 8px;
      }
    `,
  ];

  /** Of Home Assistant's, without a signature. */
  @property() path = "";
  @state() private url: string | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("path")) void this.sign();
  }

  private async sign(): Promise<void> {
    const { hass, path } = this;
    this.url = undefined;
    if (!hass || !path) return;
    const signed = await signPath(hass, path).catch(() => undefined);
    if (path === this.path) this.url = signed?.path;
  }

  protected override render() {
    return this.url
      ? html`<img src=${this.url} alt="" @error=${() => (this.url = undefined)} />`
      : nothing;
  }
}

define("ring-watch-picture", RingWatchPicture);
