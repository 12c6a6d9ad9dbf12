// Values as a person reads them; ../time.js has the times that the card shows too.

import type { HomeAssistant } from "../hass.js";
import { localeOf } from "../i18n.js";

/** Return a day such as "2026-11-24" as "24 Nov 2026". */
export function dayText(hass: HomeAssistant, day: string): string {
  return new Intl.DateTimeFormat(localeOf(hass), {
    dateStyle: "medium",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** Return a month such as "2026-11" as "November 2026". */
export function monthText(hass: HomeAssistant, month: string): string {
  return new Intl.DateTimeFormat(localeOf(hass), {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-01T00:00:00Z`));
}

/** Return a hash as people compare it: in groups of four. */
export function grouped(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(" ") ?? "";
}
