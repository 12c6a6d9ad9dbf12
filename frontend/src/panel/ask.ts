import { css, html } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../define.js";
import { Page } from "./page.js";

/** A button for what cannot be undone: asks once, then tells `agreed`. */
export class RingWatchAsk extends Page {
  static override styles = [
    Page.styles,
    css`
      :host {
        display: inline-block;
      }
      .question {
        max-width: 60ch;
      }
    `,
  ];

  @property() label = "";
  /** What happens then. */
  @property() question = "";
  @property({ type: Boolean }) disabled = false;
  @state() private asking = false;
  @query(".no") private readonly no?: HTMLElement;
  @query(".ask") private readonly ask?: HTMLElement;

  protected override render() {
    if (!this.asking)
      return html`<button class="ask danger" ?disabled=${this.disabled} @click=${this.begin}>
        ${this.label}
      </button>`;
    return html`<div
      class="question stack"
      role="group"
      aria-label=${this.label}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.leave()}
    >
      <p>${this.question}</p>
      <div class="row">
        <button class="danger" aria-label="${this.label}: ${this.question}" @click=${this.agree}>
          ${this.label}
        </button>
        <button class="no" @click=${this.leave}>${this.t("panel_cancel")}</button>
      </div>
    </div>`;
  }

  private async begin(): Promise<void> {
    this.asking = true;
    await this.updateComplete;
    this.no?.focus();
  }

  private async leave(): Promise<void> {
    this.asking = false;
    await this.updateComplete;
    this.ask?.focus();
  }

  private agree(): void {
    this.asking = false;
    this.fire("agreed");
  }
}

define("ring-watch-ask", RingWatchAsk);
