import { css, html } from "lit";
import { property } from "lit/decorators.js";
import type { Span, Thumbnail } from "../api.js";
import { define } from "../define.js";
import { shared } from "../styles.js";
import { fractionOf, partOf } from "../trim.js";
import { RingWatchElement } from "./element.js";

/** Small pictures of a window, each at its time; hatched where there is no footage. */
export class RingWatchStrip extends RingWatchElement {
  static override styles = [
    shared,
    css`
      .strip {
        position: relative;
        height: 56px;
        overflow: hidden;
        border-radius: 4px;
        background: var(--secondary-background-color, #ddd);
      }
      img,
      .gap {
        position: absolute;
        inset-block: 0;
        height: 100%;
      }
      img {
        object-fit: cover;
        max-width: none;
      }
      .gap {
        background: repeating-linear-gradient(45deg, #555 0 4px, #999 4px 8px);
      }
    `,
  ];

  @property({ attribute: false }) window?: Span;
  @property({ attribute: false }) thumbnails: readonly Thumbnail[] = [];
  @property({ attribute: false }) gaps: readonly Span[] = [];

  protected override render() {
    if (!this.window) return;
    const window = partOf(this.window);
    const place = (time: number) => fractionOf(window, time) * 100;
    const starts = this.thumbnails.map((one) => place(Date.parse(one.time)));
    return html`<div class="strip" aria-hidden="true">
      ${this.thumbnails.map((one, i) => {
        // Each reaches to the next one, the first from the very start.
        const from = i === 0 ? 0 : starts[i]!;
        const width = (starts[i + 1] ?? 100) - from;
        return html`<img
          alt=""
          draggable="false"
          src="data:image/jpeg;base64,${one.jpeg}"
          style="inset-inline-start: ${from}%; width: ${width}%"
        />`;
      })}
      ${this.gaps.map((gap) => {
        const { start, end } = partOf(gap);
        const width = place(end) - place(start);
        return html`<div
          class="gap"
          style="inset-inline-start: ${place(start)}%; width: ${width}%"
        ></div>`;
      })}
    </div>`;
  }
}

define("ring-watch-strip", RingWatchStrip);
