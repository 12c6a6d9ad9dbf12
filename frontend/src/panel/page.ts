import { type CSSResultGroup, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import type { Step } from "../api.js";
import { RingWatchElement } from "../elements/element.js";
import { explain } from "../errors.js";
import type { HomeAssistant } from "../hass.js";
import { Steps } from "../live.js";
import { shared } from "../styles.js";
import { looks } from "./styles.js";

/** What the panel's pages and their parts have in common. */
export abstract class Page extends RingWatchElement {
  static override styles: CSSResultGroup = [shared, looks];

  /** Given to each before it is drawn. */
  declare hass: HomeAssistant;
  /** Why the last thing that was tried did not happen. */
  @state() protected failure = "";

  /** Do something; return undefined and show the refusal where it is refused. */
  protected async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.failure = "";
      return result;
    } catch (error) {
      this.refused(error);
      return undefined;
    }
  }

  /** Show why something did not happen. */
  protected refused(error: unknown): void {
    this.failure = explain(this.hass, error);
  }

  /** Hear of steps while it is on a page; without a step, all is to be read anew. */
  protected hear(heard: (step?: Step) => void): void {
    new Steps(this, { heard, failed: (error) => this.refused(error) });
  }

  /** What is shown of a refusal. */
  protected complaint() {
    return html`<p class="note error" role="alert" ?hidden=${!this.failure}>
      ${this.failure || nothing}
    </p>`;
  }
}
