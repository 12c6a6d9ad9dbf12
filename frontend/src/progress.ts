// How far something is, for eyes and ears: nothing moves but the bar itself.

import { html } from "lit";
import type { Progress, ProgressNews } from "./api.js";
import type { HomeAssistant } from "./hass.js";
import { localeOf, t } from "./i18n.js";
import { roughly } from "./time.js";

/** Return how far something is, such as "42 %, about 3 minutes left". */
export function progressText(hass: HomeAssistant, { done, left, waiting }: Progress): string {
  const percent = new Intl.NumberFormat(localeOf(hass), { style: "percent" });
  const rest = waiting
    ? t(hass, "card_waits_for_ring")
    : left === null
      ? ""
      : left < 60
        ? t(hass, "card_time_soon")
        : t(hass, "card_time_left", { time: roughly(hass, left) });
  return [percent.format(done), rest].filter(Boolean).join(" · ");
}

/** Return a bar that shows how far something is, and says so to who cannot see it. */
export function progressBar(hass: HomeAssistant, label: string, progress: Progress) {
  const text = progressText(hass, progress);
  return html`<div class="progress">
    <progress aria-label=${label} aria-valuetext=${text} max="1" .value=${progress.done}></progress>
    <span class="secondary">${text}</span>
  </div>`;
}

/** Nothing is known yet of a preparation that has begun. */
export const BEGUN: Progress = { done: 0, left: null, waiting: false };

/** Return a request with what was heard of its preparation. */
export function advanced<T extends { request_id: string; progress: Progress | null }>(
  request: T,
  { request_id, progress }: ProgressNews,
): T {
  return request.request_id === request_id ? { ...request, progress } : request;
}
