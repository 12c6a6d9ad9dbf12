// What is told of a request: who, when, why. What a stranger typed is shown as text.

import { html, nothing, type TemplateResult } from "lit";
import type { FootageRequest } from "../api.js";
import type { HomeAssistant } from "../hass.js";
import { t } from "../i18n.js";
import { visible } from "../text.js";
import { clock, fromNow, seconds, windowText } from "../time.js";
import { waits } from "../waiting.js";

/** Warnings that have to be confirmed before an approval. */
export const TO_CONFIRM: ReadonlySet<string> = new Set(["requester_revoked", "agreement_ended"]);

const WARNINGS: ReadonlySet<string> = new Set([
  ...TO_CONFIRM,
  "unverified",
  "many_windows",
  "mixed_letters",
]);

/** Return a warning as a sentence. */
export function warningText(hass: HomeAssistant | undefined, code: string): string {
  return WARNINGS.has(code)
    ? t(hass, `card_warning_${code}`)
    : t(hass, "card_warning", { code: visible(code) });
}

/** Return who asks: as the owner named them, else as they typed their name. */
export function asker(hass: HomeAssistant | undefined, request: FootageRequest): string {
  const nobody = request.origin === "action" ? "card_by_action" : "card_no_name";
  return visible(request.requester || request.name) || t(hass, nobody);
}

/** Return what is known of whoever asks. */
function standing(request: FootageRequest): string {
  if (request.origin === "action") return "card_asked_by_action";
  return request.verified ? "card_verified" : "card_unverified";
}

/** Return who asks for what, and why. */
export function requestWords(hass: HomeAssistant, request: FootageRequest): TemplateResult {
  const line = (key: string, text: string) =>
    text
      ? html`<div>
          <dt class="secondary">${t(hass, key)}</dt>
          <dd class="typed">${visible(text)}</dd>
        </div>`
      : nothing;
  return html`
    <p>
      ${request.doorbells.map((one) => one.name).join(", ")},
      ${windowText(hass, request)} (${clock(seconds(request))})
    </p>
    <dl>
      ${request.requester && request.name !== request.requester
        ? line("card_typed_name", request.name)
        : nothing}
      ${line("card_reason", request.reason)} ${line("card_case", request.case_number)}
      ${line("card_contact", request.contact)}
    </dl>
    <p class="secondary">
      ${t(hass, standing(request))}
      ${t(hass, "card_asked", { ago: fromNow(hass, request.received) })}
      ${waits(request) ? t(hass, "card_lapses", { when: fromNow(hass, request.lapses) }) : nothing}
    </p>
    ${request.warnings
      .filter((one) => one !== "unverified" || request.verified)
      .map((one) => html`<p class="note">${warningText(hass, one)}</p>`)}
  `;
}
