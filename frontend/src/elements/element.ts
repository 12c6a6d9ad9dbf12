import { LitElement, type CSSResultGroup, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { requestWaiting } from "../entities.js";
import type { HomeAssistant } from "../hass.js";
import { loadTexts, localeOf, t } from "../i18n.js";
import { shared } from "../styles.js";

/** What all elements share: texts, looks, and peace while unrelated states change. */
export class RingWatchElement extends LitElement {
  static override styles: CSSResultGroup = shared;

  @property({ attribute: false }) hass?: HomeAssistant;

  protected t(key: string, values: Record<string, string | number> = {}): string {
    return t(this.hass, key, values);
  }

  /** Tell whether two states of Home Assistant look different here. */
  protected differ(before: HomeAssistant | undefined, now: HomeAssistant | undefined): boolean {
    return (
      before?.connection !== now?.connection ||
      before?.localize !== now?.localize ||
      before?.locale !== now?.locale ||
      before?.user !== now?.user ||
      requestWaiting(before)?.state !== requestWaiting(now)?.state
    );
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    if (changed.has("hass") && this.hass) void loadTexts(this.hass);
    const onlyHass = changed.has("hass") && changed.size === 1;
    return !onlyHass || !this.hasUpdated || this.differ(changed.get("hass"), this.hass);
  }

  /** Tell what language it is in, which is not the page's where there are no texts in that. */
  private speak(): void {
    if (!this.hass?.locale) return;
    const language = localeOf(this.hass);
    if (this.lang !== language) this.lang = language;
    // That of all languages that there are texts in.
    if (this.dir !== "ltr") this.dir = "ltr";
  }

  /** Update; the focus stays near when what had it is gone. */
  protected override update(changed: PropertyValues): void {
    const root = this.shadowRoot;
    const focused = root?.activeElement;
    this.speak();
    super.update(changed);
    if (!focused || root?.activeElement) return;
    this.tabIndex = -1;
    this.focus({ preventScroll: true });
  }

  /** Fire an event that leaves the shadow of whoever holds this element. */
  protected fire(name: string, detail: unknown = {}): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
