import { css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Reach } from "../api.js";
import { define } from "../define.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { RingWatchElement } from "./element.js";

/** A link that is told once, with *Copy*, and from where it can be opened. */
export class RingWatchLink extends RingWatchElement {
  static override styles = [
    shared,
    css`
      input {
        width: 100%;
        font-family: monospace;
      }
    `,
  ];

  @property() url = "";
  @property() reach: Reach = "everywhere";
  @state() private copied: boolean | undefined;
  @query("input") private input!: HTMLInputElement;

  private async copy(): Promise<void> {
    this.input.select();
    try {
      await navigator.clipboard.writeText(this.url);
      this.copied = true;
    } catch {
      // Without https there is no clipboard; this older way works there.
      this.copied = document.execCommand("copy");
    }
  }

  protected override render() {
    return html`<div class="stack">
      <label>
        ${this.t("review_link")}
        <input readonly .value=${this.url} @focus=${() => this.input.select()} />
      </label>
      <p class="secondary">${this.t("review_link_once")}</p>
      ${this.reach === "home_network"
        ? html`<p class="note">${this.t("review_link_home")}</p>`
        : nothing}
      <div class="row">
        <button type="button" class="primary" @click=${this.copy}>
          ${this.t("review_copy")}
        </button>
        <span role="status">
          ${this.copied === undefined
            ? nothing
            : this.t(this.copied ? "review_copied" : "review_copy_failed")}
        </span>
      </div>
    </div>`;
  }
}

define("ring-watch-link", RingWatchLink);
