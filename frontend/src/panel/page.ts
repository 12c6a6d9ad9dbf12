import { type CSSResultGroup, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { RingWatchElement } from "../elements/element.js";
import { explain } from "../errors.js";
import type { HomeAssistant } from "../hass.js";
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
      this.failure = explain(this.hass, error);
      return undefined;
    }
  }

  /** What is shown of a refusal. */
  protected complaint() {
    return html`<p class="note error" role="alert" ?hidden=${!this.failure}>
      ${this.failure || nothing}
    </p>`;
  }
}
