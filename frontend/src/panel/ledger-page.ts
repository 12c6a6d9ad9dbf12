import { css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../define.js";
import { localeOf } from "../i18n.js";
import { visible } from "../text.js";
import { dayAndTime } from "../time.js";
import { type Entry, ledgerDownload, ledgerPage } from "./api.js";
import "./copied.js";
import { download } from "./download.js";
import { LedgerPages } from "./ledger-pages.js";
import { entryWords } from "./ledger-words.js";
import { Page } from "./page.js";
import { type List, heightOf, rowsInView, topOf } from "./rows.js";

const ROW = 56;
const OPEN = 260;

/** Every step ever taken, newest first, however many there are. */
export class RingWatchLedgerPage extends Page {
  static override styles = [
    Page.styles,
    css`
      .rows {
        position: relative;
        height: max(320px, calc(100vh - 450px));
        border: 1px solid var(--divider-color);
        border-radius: 8px;
        overflow-y: auto;
        overflow-anchor: none;
        contain: strict;
      }
      .all {
        position: relative;
      }
      .drawn {
        position: absolute;
        inset-inline: 0;
      }
      .entry {
        height: ${ROW}px;
        border-bottom: 1px solid var(--divider-color);
      }
      .entry > button {
        display: block;
        width: 100%;
        height: 100%;
        padding: 6px 12px;
        border: 0;
        border-radius: 0;
        text-align: start;
      }
      .entry > button:focus-visible {
        outline-offset: -2px;
      }
      .line {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .more {
        height: ${OPEN}px;
        padding: 12px;
        border-bottom: 1px solid var(--divider-color);
        background: var(--secondary-background-color);
        overflow: auto;
      }
      pre {
        margin: 8px 0;
        font-family: var(--ha-font-family-code, monospace);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .heads {
        display: grid;
        gap: 8px;
        margin-bottom: 16px;
      }
    `,
  ];

  @state() private scrolled = 0;
  @state() private seen = 600;
  @state() private open: number | undefined;
  @state() private loaded = false;
  @query(".rows") private readonly scroller?: HTMLElement;
  private readonly ledger = new LedgerPages({
    fetch: (limit, before) => ledgerPage(this.hass, limit, before),
    changed: () => {
      this.loaded = true;
      this.failure = "";
      this.requestUpdate();
    },
    failed: (error) => this.refused(error),
  });
  private readonly sized = new ResizeObserver(([entry]) => {
    if (entry) this.seen = entry.contentRect.height;
  });

  constructor() {
    super();
    this.hear(() => void this.ledger.refresh());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
  }

  protected override updated(): void {
    if (this.scroller) this.sized.observe(this.scroller);
    const { first, end } = rowsInView(this.list, this.scrolled, this.seen);
    if (end > first) void this.ledger.want(this.seqOf(end - 1), this.seqOf(first));
  }

  protected override render() {
    return html`<section>
      <div class="spread">
        <h2>${this.t("panel_page_ledger")}</h2>
        <span class="row">
          <button @click=${() => this.save("json")}>${this.t("panel_export_json")}</button>
          <button @click=${() => this.save("csv")}>${this.t("panel_export_csv")}</button>
        </span>
      </div>
      <p class="secondary">${this.t("panel_ledger_about")}</p>
      ${this.complaint()} ${this.loaded ? this.heads() : nothing}
      ${this.loaded ? this.rows() : nothing}
    </section>`;
  }

  private heads() {
    const { size, head, fingerprint } = this.ledger;
    const hash = (name: string, value: string) =>
      html`<ring-watch-copied
        .hass=${this.hass}
        .label=${this.t(name)}
        .value=${value}
      ></ring-watch-copied>`;
    return html`<div class="heads">
      <div class="fields">
        <span>${this.t("panel_ledger_size", { count: this.number(size) })}</span>
        <label>
          ${this.t("panel_ledger_go")}
          <input
            type="number"
            min="0"
            max=${size - 1}
            inputmode="numeric"
            @change=${(event: Event) => this.goTo((event.target as HTMLInputElement).valueAsNumber)}
          />
        </label>
      </div>
      ${hash("panel_ledger_head", head)} ${hash("panel_ledger_fingerprint", fingerprint)}
    </div>`;
  }

  private rows() {
    const { list } = this;
    const { first, end, top } = rowsInView(list, this.scrolled, this.seen);
    const indexes = Array.from({ length: end - first }, (_, index) => first + index);
    return html`<div
      class="rows"
      role="region"
      tabindex="0"
      aria-label=${this.t("panel_page_ledger")}
      @scroll=${this.scrolledTo}
    >
      <div class="all" role="list" style="height:${heightOf(list)}px">
        <div class="drawn" role="presentation" style="top:${top}px">
          ${repeat(
            indexes,
            (index) => this.seqOf(index),
            (index) => this.row(index),
          )}
        </div>
      </div>
    </div>`;
  }

  private row(index: number) {
    const seq = this.seqOf(index);
    const entry = this.ledger.entry(seq);
    const open = this.open === seq;
    return html`<div
      role="listitem"
      aria-setsize=${this.ledger.size}
      aria-posinset=${index + 1}
      class="item"
    >
      <div class="entry">
        <button
          aria-expanded=${open}
          ?disabled=${!entry}
          @click=${() => (this.open = open ? undefined : seq)}
        >
          <span class="line">${entry ? this.words(entry) : this.t("card_loading")}</span>
          <span class="line secondary">
            ${this.number(seq)}${entry ? html` · ${dayAndTime(this.hass, entry.time)}` : nothing}
          </span>
        </button>
      </div>
      ${open && entry ? this.more(entry) : nothing}
    </div>`;
  }

  private words(entry: Entry) {
    const name = entry.texts["name"];
    return html`${entryWords(this.hass, entry)}${name
      ? html` · <bdi>${visible(name)}</bdi>`
      : nothing}`;
  }

  private more(entry: Entry) {
    return html`<div class="more" tabindex="0" role="region" aria-label=${this.number(entry.seq)}>
      ${Object.entries(entry.texts).map(
        ([name, typed]) =>
          html`<div>
            <span class="secondary">${this.t(`panel_text_${name}`)}</span>
            <span class="typed">${visible(typed)}</span>
          </div>`,
      )}
      <pre>${visible(JSON.stringify(entry.data, null, 2))}</pre>
      <ring-watch-copied
        .hass=${this.hass}
        .label=${this.t("panel_ledger_hash")}
        .value=${entry.hash}
      ></ring-watch-copied>
    </div>`;
  }

  private get list(): List {
    const { size } = this.ledger;
    const open =
      this.open === undefined ? undefined : { index: size - 1 - this.open, more: OPEN };
    return { count: size, row: ROW, open };
  }

  /** The newest one stands first. */
  private seqOf(index: number): number {
    return this.ledger.size - 1 - index;
  }

  private number(value: number): string {
    return value.toLocaleString(localeOf(this.hass));
  }

  private scrolledTo(event: Event): void {
    this.scrolled = (event.currentTarget as HTMLElement).scrollTop;
  }

  private goTo(seq: number): void {
    if (!Number.isInteger(seq) || seq < 0 || seq >= this.ledger.size) return;
    this.open = seq;
    if (this.scroller) this.scroller.scrollTop = topOf(this.list, this.ledger.size - 1 - seq);
  }

  private async save(kind: "json" | "csv"): Promise<void> {
    const address = await this.attempt(() => ledgerDownload(this.hass, kind));
    if (address) download(address);
  }
}

define("ring-watch-page-ledger", RingWatchLedgerPage);
