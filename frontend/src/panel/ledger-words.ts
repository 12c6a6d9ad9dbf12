import type { HomeAssistant } from "../hass.js";
import { t } from "../i18n.js";
import type { Entry } from "./api.js";

const KNOWN: ReadonlySet<string> = new Set([
  "attempt",
  "checkpoint",
  "earlier_texts_erased",
  "erased",
  "key_replaced",
  "key_rotated",
  "key_rotation",
  "ledger_recovered",
  "ledger_started",
  "passphrase_wrong",
  "replayed",
  "request_approved",
  "request_carried",
  "request_declined",
  "request_lapsed",
  "request_pending",
  "request_preparing",
  "request_ready",
  "request_received",
  "request_rejected",
  "request_withdrawn",
  "rules_set",
  "share_claimed",
  "share_created",
  "share_delivered",
  "share_expired",
  "share_renewed",
  "share_revoked",
  "share_used_up",
  "shares_confirmed",
  "shares_suspended",
  "state_missing",
  "texts_erased",
  "too_late",
  "voided",
  "zones_set",
]);

/** Return what an entry says happened; its type where that is not known here. */
export function entryWords(hass: HomeAssistant, { type }: Entry): string {
  return KNOWN.has(type) ? t(hass, `panel_entry_${type}`) : type;
}
