import { css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../define.js";
import { Page } from "./page.js";
import { grouped } from "./texts.js";

/** A hash in groups of four, as people compare it, with *Copy*. */
export class RingWatchCopied extends Page {
  static override styles = [
    Page.styles,
    css`
      .row {
        justify-content: space-between;
      }
      .value {
        flex: 1 1 260px;
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @state() private copied: boolean | undefined;
  @query("code") private readonly code!: HTMLElement;

  protected override render() {
    return html`<div class="row">
      <span class="value">
        <span class="secondary">${this.label}</span><br />
        <code>${grouped(this.value)}</code>
      </span>
      <span role="status">
        ${this.copied === undefined
          ? nothing
          : this.t(this.copied ? "review_copied" : "review_copy_failed")}
      </span>
      <button aria-label="${this.t("review_copy")}: ${this.label}" @click=${this.copy}>
        ${this.t("review_copy")}
      </button>
    </div>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value);
      this.copied = true;
    } catch {
      // Without https there is no clipboard: mark it, to be copied by hand.
      getSelection()?.selectAllChildren(this.code);
      this.copied = false;
    }
  }
}

define("ring-watch-copied", RingWatchCopied);
