import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { define } from "../define.js";
import { localeOf } from "../i18n.js";
import { visible } from "../text.js";
import { type Month, NUMBERS, type Numbers, record, recordDownload } from "./api.js";
import { download } from "./download.js";
import { Page } from "./page.js";
import { monthText } from "./texts.js";

/** What was asked and what came of it: by month and requester. */
export class RingWatchRecordPage extends Page {
  static override styles = [
    Page.styles,
    css`
      .wide {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding: 12px 0 4px;
        font-size: 1.15em;
        font-weight: 500;
        text-align: start;
      }
      th,
      td {
        padding: 8px;
        border-bottom: 1px solid var(--divider-color);
        text-align: end;
      }
      th {
        font-weight: 500;
      }
      th[scope="col"] {
        overflow-wrap: normal;
      }
      th:first-child {
        min-width: 120px;
        text-align: start;
      }
      tr.total > * {
        font-weight: 500;
      }
      /* On a phone each row becomes a list of what is not zero. */
      @media (max-width: 699px) {
        thead {
          position: absolute;
          clip-path: inset(50%);
        }
        tr {
          display: flex;
          flex-wrap: wrap;
          gap: 4px 16px;
          padding: 8px 0;
          border-bottom: 1px solid var(--divider-color);
        }
        th,
        td {
          padding: 0;
          border: 0;
        }
        th:first-child {
          width: 100%;
        }
        td.zero {
          display: none;
        }
        td::before {
          content: attr(data-label) " ";
          color: var(--secondary-text-color);
        }
      }
    `,
  ];

  @state() private months?: Month[];
  @state() private total?: Numbers;

  constructor() {
    super();
    // Counting reads all of the ledger: not at every step.
    this.hear((step) => void (step ?? this.load()));
  }

  protected override render() {
    return html`<section>
      <div class="spread">
        <h2>${this.t("panel_page_record")}</h2>
        <button @click=${this.save}>${this.t("panel_export_json")}</button>
      </div>
      <p class="secondary">${this.t("panel_record_about")}</p>
      ${this.complaint()}
      ${this.months?.length === 0 ? html`<p>${this.t("panel_record_none")}</p>` : nothing}
      ${this.months?.map((month) => this.month(month))}
      ${this.total && this.months?.length
        ? this.table(this.t("panel_record_all"), [], this.total)
        : nothing}
    </section>`;
  }

  private month({ month, requesters, total }: Month) {
    const rows = requesters.map(
      (one): [string, Numbers] => [
        one.requester_id === null
          ? this.t("panel_record_strangers")
          : visible(one.requester ?? "") || this.t("panel_record_removed"),
        one,
      ],
    );
    return this.table(monthText(this.hass, month), rows, total);
  }

  private table(caption: string, rows: [string, Numbers][], total: Numbers) {
    return html`<div class="wide" role="region" tabindex="0" aria-label=${caption}>
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${this.t("panel_record_who")}</th>
            ${NUMBERS.map((name) => html`<th scope="col">${this.t(`panel_count_${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(([name, numbers]) => this.row(name, numbers))}
          ${this.row(this.t("panel_record_total"), total, "total")}
        </tbody>
      </table>
    </div>`;
  }

  private row(name: string, numbers: Numbers, kind = "") {
    return html`<tr class=${kind}>
      <th scope="row" class="typed">${name}</th>
      ${NUMBERS.map(
        (key) =>
          html`<td class=${numbers[key] ? "" : "zero"} data-label=${this.t(`panel_count_${key}`)}>
            ${numbers[key].toLocaleString(localeOf(this.hass))}
          </td>`,
      )}
    </tr>`;
  }

  private async load(): Promise<void> {
    const found = await this.attempt(() => record(this.hass));
    if (!found) return;
    this.months = found.months;
    this.total = found.total;
  }

  private async save(): Promise<void> {
    const address = await this.attempt(() => recordDownload(this.hass));
    if (address) download(address);
  }
}

define("ring-watch-page-record", RingWatchRecordPage);
