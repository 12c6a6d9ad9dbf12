// Times and lengths as a person reads them, in the home's time zone.

import type { Span } from "./api.js";
import type { HomeAssistant } from "./hass.js";
import { localeOf } from "./i18n.js";
import { now } from "./now.js";

/** Return the length of a span in seconds. */
export function seconds(span: Span): number {
  return (Date.parse(span.end) - Date.parse(span.start)) / 1000;
}

/** Return a length such as "1:05" or "1:00:05"; parts of a second are cut off. */
export function clock(length: number): string {
  const whole = Math.max(0, Math.floor(length));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, left] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return hours ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`;
}

function format(hass: HomeAssistant, options: Intl.DateTimeFormatOptions) {
  const cycle = { "12": "h12", "24": "h23" }[hass.locale.time_format ?? ""];
  return new Intl.DateTimeFormat(localeOf(hass), {
    ...options,
    timeZone: hass.config.time_zone,
    ...(cycle ? { hourCycle: cycle as "h12" | "h23" } : {}),
  });
}

/** Return a time with its day. */
export function dayAndTime(hass: HomeAssistant, time: string): string {
  return format(hass, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(time));
}

/** Return a time without its day, to the second or, `short`, to the minute. */
export function timeOfDay(
  hass: HomeAssistant,
  time: string,
  timeStyle: "short" | "medium" = "medium",
): string {
  return format(hass, { timeStyle }).format(new Date(time));
}

/** Return a window; its day once if it is one day. */
export function windowText(hass: HomeAssistant, span: Span): string {
  return format(hass, { dateStyle: "medium", timeStyle: "medium" }).formatRange(
    new Date(span.start),
    new Date(span.end),
  );
}

/** Return how far away a time is, such as "in 2 days". */
export function fromNow(hass: HomeAssistant, time: string, at = now()): string {
  const away = (Date.parse(time) - at) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [unit, size] = units.find(([, size]) => Math.abs(away) >= size) ?? ["second", 1];
  const formatter = new Intl.RelativeTimeFormat(localeOf(hass), { numeric: "auto" });
  // To the nearest: a moment after it was asked, a request lapses in 7 days, not in 6.
  return formatter.format(Math.round(away / size), unit);
}

/** Return roughly how long something takes, such as "3 minutes", from a minute on. */
export function roughly(hass: HomeAssistant, length: number): string {
  const minutes = Math.round(length / 60);
  const long = minutes > 90;
  return new Intl.NumberFormat(localeOf(hass), {
    style: "unit",
    unit: long ? "hour" : "minute",
    unitDisplay: "long",
    maximumFractionDigits: long ? 1 : 0,
  }).format(long ? minutes / 60 : minutes);
}

/** Return how many seconds gaps are together. */
export function missing(gaps: readonly Span[]): number {
  return gaps.reduce((sum, gap) => sum + seconds(gap), 0);
}

/** Return how many seconds of a window are missing at its very beginning. */
export function missingAtFirst(window: Span, gaps: readonly Span[]): number {
  const [first] = gaps;
  return first && Date.parse(first.start) <= Date.parse(window.start) ? seconds(first) : 0;
}

/** Return a size in megabytes, such as "1.5 MB". */
export function megabytes(hass: HomeAssistant, bytes: number): string {
  return new Intl.NumberFormat(localeOf(hass), {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  }).format(bytes / 1e6);
}
