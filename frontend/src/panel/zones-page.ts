import { type PropertyValues, css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { type Doorbell, listDoorbells } from "../api.js";
import { now } from "../now.js";
import { type Box, MOST, sameBoxes } from "../boxes.js";
import { define } from "../define.js";
import type { RingWatchBoxes } from "../elements/box-editor.js";
import { footageThumbnails, setZones, zonesOf } from "./api.js";
import { fitted } from "./fitted.js";
import { Page } from "./page.js";

const SIDES = ["x", "y", "width", "height"] as const;
const HOUR = 3_600_000;

/** What is black in every clip that leaves: rectangles on a doorbell's picture. */
export class RingWatchZonesPage extends Page {
  static override styles = [
    Page.styles,
    css`
      .picture {
        position: relative;
        max-width: 800px;
        background: #333;
        aspect-ratio: 16 / 9;
      }
      .picture.has {
        aspect-ratio: auto;
      }
      .picture img {
        width: 100%;
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: end;
        min-width: 0;
        padding: 8px 12px 12px;
        border: 1px solid var(--divider-color);
        border-radius: 8px;
      }
      fieldset input {
        width: 88px;
      }
    `,
  ];

  @state() private doorbells?: Doorbell[];
  @state() private doorbell?: Doorbell | undefined;
  @state() private saved: readonly Box[] | undefined;
  @state() private zones: readonly Box[] = [];
  @state() private picture = "";
  @state() private done = "";
  @query("ring-watch-boxes") private readonly editor!: RingWatchBoxes;

  constructor() {
    super();
    // Once there is a connection, and when there is one again.
    this.hear((step) => void (step ?? this.begin()));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("doorbell") && this.doorbell) void this.load(this.doorbell);
  }

  protected override render() {
    return html`<section>
      <h2>${this.t("panel_page_zones")}</h2>
      <p class="secondary">${this.t("panel_zones_about")}</p>
      ${this.complaint()}
      ${this.doorbells?.length === 0
        ? html`<p>${this.t("panel_doorbells_none")}</p>`
        : this.doorbell
          ? html`${this.choice()} ${this.saved ? this.shown(this.doorbell, this.saved) : nothing}`
          : nothing}
    </section>`;
  }

  private choice() {
    return html`<label>
      ${this.t("panel_doorbell")}
      <select
        @change=${(event: Event) =>
          (this.doorbell = this.doorbells?.[(event.target as HTMLSelectElement).selectedIndex])}
      >
        ${this.doorbells?.map(
          (one) =>
            html`<option .selected=${one.doorbell_id === this.doorbell?.doorbell_id}>
              ${one.name}
            </option>`,
        )}
      </select>
    </label>`;
  }

  private shown(doorbell: Doorbell, saved: readonly Box[]) {
    const same = sameBoxes(saved, this.zones);
    return html`<div class="picture ${this.picture ? "has" : ""}">
        ${this.picture
          ? html`<img
              src=${this.picture}
              alt=${this.t("panel_zones_picture", { name: doorbell.name })}
              @error=${this.withoutCamera}
            />`
          : nothing}
        <ring-watch-boxes
          .hass=${this.hass}
          .boxes=${this.zones}
          .editing=${true}
          @boxes-changed=${(event: CustomEvent<readonly Box[]>) => this.change(event.detail)}
        ></ring-watch-boxes>
      </div>
      <p class="secondary">${this.t("panel_zones_how")}</p>
      <p>
        <button aria-disabled=${this.zones.length >= MOST} @click=${() => this.editor.add()}>
          ${this.t("panel_zone_add")}
        </button>
      </p>
      ${this.zones.map((zone, index) => this.numbers(zone, index))}
      <div class="row">
        <button
          class="primary"
          aria-disabled=${same}
          @click=${() => same || this.save(doorbell)}
        >
          ${this.t("panel_save")}
        </button>
        <button aria-disabled=${same} @click=${() => (this.zones = saved)}>
          ${this.t("panel_undo")}
        </button>
        <span role="status">${this.done || (same ? nothing : this.t("panel_unsaved"))}</span>
      </div>`;
  }

  /** The same without dragging: WCAG 2.5.7. */
  private numbers(zone: Box, index: number) {
    return html`<fieldset>
      <legend>${this.t("panel_zone", { number: index + 1 })}</legend>
      ${SIDES.map(
        (side) =>
          html`<label>
            ${this.t(`panel_zone_${side}`)}
            <input
              type="number"
              min="0"
              max="100"
              step="any"
              .value=${String(Math.round(zone[side] * 1e4) / 100)}
              @change=${(event: Event) => this.typed(event, index, side)}
            />
          </label>`,
      )}
      <button
        aria-label=${this.t("review_box_remove", { number: index + 1 })}
        @click=${() => this.change(this.zones.filter((_, other) => other !== index))}
      >
        ${this.t("panel_remove")}
      </button>
    </fieldset>`;
  }

  private change(zones: readonly Box[]): void {
    this.zones = zones;
    this.done = "";
  }

  private typed(event: Event, index: number, side: (typeof SIDES)[number]): void {
    const input = event.target as HTMLInputElement;
    const value = input.valueAsNumber / 100;
    const zone = this.zones[index];
    if (!zone) return;
    const made = Number.isNaN(value) ? zone : fitted({ ...zone, [side]: value });
    this.change(this.zones.map((other, at) => (at === index ? made : other)));
    input.value = String(Math.round(made[side] * 1e4) / 100);
  }

  private async begin(): Promise<void> {
    const found = await this.attempt(() => listDoorbells(this.hass));
    if (!found) return;
    this.doorbells = found.doorbells;
    this.doorbell ??= found.doorbells[0];
  }

  private async load(doorbell: Doorbell): Promise<void> {
    this.saved = undefined;
    this.done = "";
    const camera = this.hass.states[doorbell.entities.camera ?? ""];
    const still = camera?.attributes["entity_picture"];
    this.picture = typeof still === "string" ? `${still}&time=${Date.now()}` : "";
    if (!this.picture) void this.withoutCamera();
    const found = await this.attempt(() => zonesOf(this.hass, doorbell.doorbell_id));
    if (!found || doorbell !== this.doorbell) return;
    this.saved = this.zones = found.zones.map(({ x, y, width, height }) => ({
      x,
      y,
      width,
      height,
    }));
  }

  /** Where the camera shows nothing now, draw on what it showed in the last hour. */
  private async withoutCamera(): Promise<void> {
    const { doorbell } = this;
    this.picture = "";
    if (!doorbell) return;
    const time = now();
    const span = {
      start: new Date(time - HOUR).toISOString(),
      end: new Date(time).toISOString(),
    };
    try {
      const { thumbnails } = await footageThumbnails(this.hass, doorbell.doorbell_id, span, 1);
      const [one] = thumbnails;
      if (one && doorbell === this.doorbell && !this.picture)
        this.picture = `data:image/jpeg;base64,${one.jpeg}`;
    } catch {
      // An empty ground is enough to type numbers.
    }
  }

  private async save(doorbell: Doorbell): Promise<void> {
    const { zones } = this;
    const saved = await this.attempt(() => setZones(this.hass, doorbell.doorbell_id, zones));
    if (saved === undefined) return;
    this.saved = zones;
    this.done = this.t("panel_zones_saved");
  }
}

define("ring-watch-page-zones", RingWatchZonesPage);
