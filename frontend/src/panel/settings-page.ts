import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { signPath } from "../api.js";
import { define } from "../define.js";
import { explain } from "../errors.js";
import { type Limit, type Options, type Settings, getSettings, setSettings } from "./api.js";
import { download } from "./download.js";
import { INTEGRATION, follow } from "./navigation.js";
import { Page } from "./page.js";
import english from "virtual:texts/options";

/** The rules of asking and sharing, and where the rest is set. */
export class RingWatchSettingsPage extends Page {
  static override styles = [
    Page.styles,
    css`
      .setting {
        margin-bottom: 16px;
      }
      .setting input[type="number"] {
        width: 120px;
      }
      .setting p {
        margin: 4px 0 0;
      }
      .value {
        display: flex;
        gap: 8px;
        align-items: center;
      }
    `,
  ];

  @state() private settings?: Settings;
  @state() private options: Options = {};
  @state() private done = "";

  constructor() {
    super();
    // What somebody is about to change stays as it is.
    this.hear(() => void (this.settings ?? this.load()));
  }

  protected override render() {
    const { settings } = this;
    return html`<section>
        <h2>${this.text("title")}</h2>
        <p class="secondary">${this.text("description")}</p>
        ${settings ? this.form(settings) : this.complaint()}
      </section>
      ${settings ? this.others(settings) : nothing}`;
  }

  private form(settings: Settings) {
    const changed = this.isChanged(settings);
    return html`<form novalidate @submit=${this.save}>
      ${Object.entries(settings.limits).map(([key, limit]) => this.field(key, limit))}
      ${this.complaint()}
      <div class="row">
        <button class="primary" aria-disabled=${!changed}>${this.t("panel_save")}</button>
        <button type="button" aria-disabled=${!changed} @click=${() => this.reset(settings)}>
          ${this.t("panel_undo")}
        </button>
        <span role="status">${this.done || nothing}</span>
      </div>
    </form>`;
  }

  private field(key: string, limit: Limit) {
    const wrong = this.wrong(key, limit);
    const about = html`<p id="about-${key}" class="secondary">
        ${this.text(`data_description.${key}`)}
      </p>
      <p id="wrong-${key}" class="note error" role="alert" ?hidden=${!wrong}>${wrong}</p>`;
    if (limit.kind === "boolean")
      return html`<div class="setting">
        <label class="check">
          <input
            type="checkbox"
            name=${key}
            aria-describedby="about-${key}"
            .checked=${Boolean(this.options[key])}
            @change=${(event: Event) => this.set(key, (event.target as HTMLInputElement).checked)}
          />
          ${this.text(`data.${key}`)}
        </label>
        ${about}
      </div>`;
    return html`<div class="setting">
      <label>
        ${this.text(`data.${key}`)}
        <span class="value">
          <input
            type="number"
            name=${key}
            inputmode="numeric"
            min=${limit.min}
            max=${limit.max}
            step="1"
            aria-describedby="about-${key} wrong-${key}"
            aria-invalid=${Boolean(wrong)}
            .value=${String(this.options[key] ?? "")}
            @input=${(event: Event) =>
              this.set(key, (event.target as HTMLInputElement).valueAsNumber)}
          />
          ${limit.unit ? this.unit(limit.unit) : nothing}
        </span>
      </label>
      ${about}
    </div>`;
  }

  private others(settings: Settings) {
    return html`<section>
        <h2>${this.t("panel_storage")}</h2>
        <p><code>${settings.storage}</code></p>
        <p>
          ${this.t("panel_retention", {
            days: settings.retention_days,
            size: settings.retention_gb,
          })}
        </p>
        <a class="button" href=${INTEGRATION} @click=${follow}>
          ${this.t("panel_storage_change")}
        </a>
      </section>
      <section>
        <h2>${this.t("panel_more_settings")}</h2>
        <p>${this.t("panel_phones", { count: settings.phones })}</p>
        ${settings.links.refusal
          ? html`<p class="note">${explain(this.hass, settings.links.refusal)}</p>`
          : nothing}
        ${settings.options["door_page"] && settings.links.door
          ? this.door(settings.links.door, settings.door_code_path)
          : nothing}
        <a class="button" href=${INTEGRATION} @click=${follow}>${this.t("panel_doorbell_add")}</a>
      </section>`;
  }

  /** Where strangers ask, and the same as a code to be printed. */
  private door(address: string, codePath: string) {
    return html`<p>
        ${this.t("panel_door_page")}
        <a href=${address} target="_blank" rel="noreferrer">${address}</a>
      </p>
      <p>
        <button type="button" @click=${() => this.saveCode(codePath)}>
          ${this.t("panel_door_code")}
        </button>
      </p>`;
  }

  private async saveCode(path: string): Promise<void> {
    const signed = await this.attempt(() => signPath(this.hass, path));
    if (signed) download(signed.path, "ring_watch_door.svg");
  }

  /** Return a text of the integration's own form; in English where it is not loaded. */
  private text(key: string): string {
    return this.hass.localize(`component.ring_watch.options.step.init.${key}`) || english[key]!;
  }

  private unit(unit: string): string {
    const known: Record<string, string> = { hours: "panel_hours", days: "panel_days" };
    return known[unit] ? this.t(known[unit]) : unit;
  }

  private wrong(key: string, limit: Limit): string {
    const value = this.options[key];
    if (limit.kind === "boolean" || typeof value !== "number") return "";
    return Number.isInteger(value) && value >= limit.min && value <= limit.max
      ? ""
      : this.t("panel_number_between", { min: limit.min, max: limit.max });
  }

  private isChanged({ limits, options }: Settings): boolean {
    return Object.keys(limits).some((key) => this.options[key] !== options[key]);
  }

  private set(key: string, value: number | boolean): void {
    this.options = { ...this.options, [key]: value };
    this.done = "";
  }

  private reset(settings: Settings): void {
    this.options = settings.options;
    this.failure = "";
  }

  private async load(): Promise<void> {
    const found = await this.attempt(async () => {
      // Without the user's own words there are English ones.
      await this.hass.loadBackendTranslation("options", "ring_watch").catch(() => undefined);
      return getSettings(this.hass);
    });
    if (!found) return;
    this.settings = found;
    this.options = found.options;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { options, settings } = this;
    if (!settings || !this.isChanged(settings)) return;
    const bad = Object.entries(settings.limits).find(([key, limit]) => this.wrong(key, limit));
    if (bad)
      return this.renderRoot.querySelector<HTMLElement>(`[name="${bad[0]}"]`)?.focus();
    if ((await this.attempt(() => setSettings(this.hass, options))) === undefined) return;
    this.settings = { ...settings, options };
    this.done = this.t("panel_saved");
  }
}

define("ring-watch-page-settings", RingWatchSettingsPage);
