// What became of a request, and why footage is missing.

import type { RequestState } from "../api.js";
import type { HomeAssistant } from "../hass.js";
import { t } from "../i18n.js";
import "../review-texts.js";

const REASONS: ReadonlySet<string> = new Set([
  "deleted",
  "end_to_end_encrypted",
  "expired",
  "no_motion",
  "no_room",
  "no_subscription",
  "not_found",
  "not_ready",
  "not_recorded",
  "throttled",
  "unreachable",
  "unreadable",
]);

/** Return why footage is missing; nothing of a reason that is not known here. */
export function missingText(hass: HomeAssistant, reason: string): string {
  return REASONS.has(reason) ? t(hass, `review_missing_${reason}`) : "";
}

/** States of a request that was answered, in one way or another. */
export const ANSWERED: readonly RequestState[] = [
  "rejected",
  "shared",
  "revoked",
  "expired",
  "used_up",
  "declined",
  "lapsed",
  "withdrawn",
];

const STATES: ReadonlySet<string> = new Set(ANSWERED);

/** Return what became of a request. */
export function outcomeText(hass: HomeAssistant | undefined, state: string): string {
  return t(hass, STATES.has(state) ? `review_state_${state}` : "review_state_other");
}
