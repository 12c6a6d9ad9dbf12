import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { listRequests } from "../api.js";
import { define } from "../define.js";
import type { HomeAssistant } from "../hass.js";
import { addTexts, loadTexts, t } from "../i18n.js";
import { Steps } from "../live.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { PAGES, type PageName, type Place, addressOf, follow, placeOf } from "./navigation.js";
import "./requests-page.js";
import "./shares-page.js";
import "./footage-page.js";
import "./requesters-page.js";
import "./zones-page.js";
import "./record-page.js";
import "./ledger-page.js";
import "./settings-page.js";
import texts from "virtual:texts/panel";

addTexts(texts);

const ICONS: Record<PageName, string> = {
  requests: "mdi:message-question-outline",
  shares: "mdi:link-variant",
  footage: "mdi:filmstrip",
  requesters: "mdi:account-group-outline",
  zones: "mdi:vector-rectangle",
  record: "mdi:table",
  ledger: "mdi:book-lock-outline",
  settings: "mdi:cog-outline",
};

/** The panel's pages and the way between them. */
export class RingWatchPages extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        min-height: 100vh;
        background: var(--primary-background-color);
      }
      header {
        position: sticky;
        top: 0;
        z-index: 4;
        padding-top: var(--safe-area-inset-top, 0);
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, #fff);
      }
      .bar {
        display: flex;
        align-items: center;
        min-height: var(--header-height, 56px);
        padding: 0 12px;
      }
      h1 {
        margin: 0 0 0 12px;
        font-size: 20px;
        font-weight: 400;
      }
      nav {
        display: flex;
        container-type: inline-size;
        overflow-x: auto;
        scrollbar-width: thin;
      }
      nav a {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: 48px;
        padding: 0 16px;
        border-bottom: 3px solid transparent;
        color: inherit;
        text-decoration: none;
        white-space: nowrap;
      }
      ha-icon {
        flex: none;
        width: 24px;
        height: 24px;
      }
      /* Words say more: where there is no room for both, they stay. */
      @container (max-width: 1100px) {
        ha-icon {
          display: none;
        }
        nav a {
          padding: 0 14px;
        }
      }
      nav a:focus-visible {
        outline-color: currentcolor;
        outline-offset: -4px;
      }
      nav a[aria-current] {
        border-bottom-color: currentcolor;
        font-weight: 500;
      }
      .count {
        min-width: 20px;
        padding: 0 6px;
        border-radius: 10px;
        background: var(--app-header-text-color, #fff);
        color: var(--app-header-background-color, var(--primary-color));
        text-align: center;
      }
      main {
        max-width: 1100px;
        margin: 0 auto;
        padding: 16px 16px calc(32px + var(--safe-area-inset-bottom, 0px));
        outline: none;
      }
      @media (max-width: 599px) {
        main {
          padding: 8px 8px 32px;
        }
      }
    `,
  ];

  @property({ attribute: false }) hass!: HomeAssistant;
  @property({ type: Boolean }) narrow = false;
  /** Behind the panel's own: "/requests/<id>". */
  @property() path = "";
  @state() private waiting = 0;
  @query("nav a[aria-current]") private readonly current?: HTMLElement;

  constructor() {
    super();
    new Steps(this, {
      heard: () => void this.count(),
      // Each page says what is wrong.
      failed: () => undefined,
    });
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get("hass") as HomeAssistant | undefined;
    if (changed.has("hass") && before?.language !== this.hass.language)
      void loadTexts(this.hass).then(() => this.requestUpdate());
    if (changed.has("path")) this.current?.scrollIntoView?.({ inline: "center", block: "nearest" });
  }

  protected override render() {
    const place = placeOf(this.path);
    const admin = this.hass.user?.is_admin;
    return html`<header>
        <div class="bar">
          <ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
          <h1>${t(this.hass, "panel_title")}</h1>
        </div>
        ${admin ? this.links(place.page) : nothing}
      </header>
      <main>
        ${admin ? this.shown(place) : html`<p>${t(this.hass, "card_admins_only")}</p>`}
      </main>`;
  }

  private links(page: PageName) {
    return html`<nav aria-label=${t(this.hass, "panel_title")}>
      ${PAGES.map(
        (name) =>
          html`<a
            href=${addressOf(name)}
            aria-current=${name === page ? "page" : nothing}
            @click=${follow}
          >
            <ha-icon icon=${ICONS[name]}></ha-icon>${t(this.hass, `panel_page_${name}`)}
            ${name === "requests" && this.waiting
              ? html`<span class="count">${this.waiting}</span>`
              : nothing}
          </a>`,
      )}
    </nav>`;
  }

  private shown({ page, rest, looks }: Place): TemplateResult {
    const { hass } = this;
    switch (page) {
      case "requests":
        return html`<ring-watch-page-requests
          .hass=${hass}
          .requestId=${rest}
          .asking=${!looks}
        ></ring-watch-page-requests>`;
      case "shares":
        return html`<ring-watch-page-shares .hass=${hass}></ring-watch-page-shares>`;
      case "footage":
        return html`<ring-watch-page-footage .hass=${hass}></ring-watch-page-footage>`;
      case "requesters":
        return html`<ring-watch-page-requesters .hass=${hass}></ring-watch-page-requesters>`;
      case "zones":
        return html`<ring-watch-page-zones .hass=${hass}></ring-watch-page-zones>`;
      case "record":
        return html`<ring-watch-page-record .hass=${hass}></ring-watch-page-record>`;
      case "ledger":
        return html`<ring-watch-page-ledger .hass=${hass}></ring-watch-page-ledger>`;
      case "settings":
        return html`<ring-watch-page-settings .hass=${hass}></ring-watch-page-settings>`;
    }
  }

  private async count(): Promise<void> {
    try {
      this.waiting = (await listRequests(this.hass, { limit: 1 })).waiting;
    } catch {
      // Each page says what is wrong.
    }
  }
}

define("ring-watch-pages", RingWatchPages);
