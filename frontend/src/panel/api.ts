// What only the panel asks of the backend. Times are ISO 8601 in UTC.

import type { Area, Rules, Span, Thumbnail } from "../api.js";
import type { Box } from "../boxes.js";
import type { HomeAssistant } from "../hass.js";

function call<T>(
  hass: HomeAssistant,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<T> {
  return hass.callWS<T>({ type: `ring_watch/${name}`, ...fields });
}

/** Perform an action of Ring Watch and return its response. */
async function act<T>(
  hass: HomeAssistant,
  action: string,
  fields: Record<string, unknown> = {},
): Promise<T> {
  const { response } = await hass.callService("ring_watch", action, fields, undefined, false, true);
  return response as T;
}

// Footage

export interface Timeline {
  spans: Span[];
  gaps: Span[];
  /** What has sound. */
  sound: Span[];
  presses: string[];
  motion: Span[];
  segments: { start: string }[];
}

export const timeline = (hass: HomeAssistant, doorbell_id: string, span: Span) =>
  call<Timeline>(hass, "footage/timeline", { doorbell_id, ...span });

export const footageThumbnails = (
  hass: HomeAssistant,
  doorbell_id: string,
  span: Span,
  count: number,
) =>
  call<{ thumbnails: Thumbnail[] }>(hass, "footage/thumbnails", {
    doorbell_id,
    ...span,
    count,
  });

/** Return an address for a player, and when what it plays begins. */
export const lookAtFootage = (hass: HomeAssistant, doorbell_id: string, time: string) =>
  call<{ url: string; start: string }>(hass, "footage/look", { doorbell_id, time });

// Gathered clips

export interface GatheredClip extends Span {
  clip_id: string;
  doorbell_id: string;
  name: string;
  /** Bytes. */
  size: number;
  gaps: Span[];
  media_content_id: string;
}

export const listClips = (hass: HomeAssistant) =>
  call<{ clips: GatheredClip[] }>(hass, "clips/list");

export const deleteClip = (hass: HomeAssistant, clip_id: string) =>
  call<null>(hass, "clips/delete", { clip_id });

export const gather = (hass: HomeAssistant, device_id: string, span: Span, audio: boolean) =>
  act<{ clips: { clip_id: string; audio: boolean }[] }>(hass, "gather_clip", {
    devices: [device_id],
    ...span,
    audio,
  });

export const cancelGather = (hass: HomeAssistant, clip_id: string) =>
  hass.callService("ring_watch", "cancel_gather", { clip_id }, undefined, false);

export interface GatherProgress {
  clip_id: string;
  device_id: string | null;
  name: string;
  state: "running" | "done" | "failed" | "cancelled";
  /** From 0 to 1. */
  progress: number | null;
  /** Whether it only waits for Ring. */
  waiting: boolean;
}

export const subscribeGathers = (
  hass: HomeAssistant,
  heard: (progress: GatherProgress) => void,
) =>
  hass.connection.subscribeEvents<GatherProgress>(
    ({ data }) => heard(data),
    "ring_watch_gather_progress",
  );

// Requests and requesters

export interface Requester {
  requester_id: string;
  name: string;
  kind: "neighbour" | "household" | "agency";
  contact: string;
  closed: boolean;
  /** From a day up to and with another, such as "2026-11-24". */
  agreement: { text: string; date: string; end: string | null } | null;
  limits: Record<string, number | null>;
  asked: number;
  waiting: number;
  live_shares: number;
}

export const listRequesters = (hass: HomeAssistant) =>
  call<{ requesters: Requester[] }>(hass, "requesters/list");

/** Return how many requests held something that is now forgotten. */
export const eraseRequester = (hass: HomeAssistant, requester_id: string) =>
  call<{ erased: number }>(hass, "requesters/erase", { requester_id });

export const eraseRequest = (hass: HomeAssistant, request_id: string) =>
  call<{ erased: boolean }>(hass, "requests/erase", { request_id });

// Privacy zones

export const zonesOf = (hass: HomeAssistant, doorbell_id: string) =>
  call<{ zones: Area[] }>(hass, "zones/get", { doorbell_id });

export const setZones = (hass: HomeAssistant, doorbell_id: string, zones: readonly Box[]) =>
  call<null>(hass, "zones/set", { doorbell_id, zones });

// Accounts

export const NUMBERS = [
  "asked",
  "approved",
  "declined",
  "lapsed",
  "withdrawn",
  "rejected",
  "shared",
  "revoked",
  "minutes",
] as const;

export type Numbers = Record<(typeof NUMBERS)[number], number>;

export interface Month {
  /** Such as "2026-11". */
  month: string;
  total: Numbers;
  /** Null is whoever is no requester of the owner's. */
  requesters: ({ requester_id: string | null; requester?: string | null } & Numbers)[];
}

export const record = (hass: HomeAssistant) =>
  call<{ total: Numbers; months: Month[] }>(hass, "record");

/** Return where the record can be downloaded for some minutes. */
export const recordDownload = async (hass: HomeAssistant) =>
  (await act<{ download: string }>(hass, "get_record")).download;

export interface Entry {
  seq: number;
  time: string;
  type: string;
  data: Record<string, unknown>;
  hash: string;
  /** As somebody typed them. */
  texts: Record<string, string>;
}

export interface LedgerPage {
  /** Newest first. */
  entries: Entry[];
  size: number;
  head: string;
  fingerprint: string;
}

/** Return entries before a number; without it the last ones. */
export const ledgerPage = (hass: HomeAssistant, limit: number, before?: number) =>
  call<LedgerPage>(hass, "ledger/page", before === undefined ? { limit } : { limit, before });

/** Return where all of the ledger can be downloaded for some minutes. */
export const ledgerDownload = async (hass: HomeAssistant, kind: "json" | "csv") =>
  (await act<{ download: Record<"json" | "csv", string> }>(hass, "get_ledger", { limit: 1 }))
    .download[kind];

// Settings

export type Limit =
  | { kind: "number"; min: number; max: number; unit?: string | null }
  | { kind: "boolean" };

export type Options = Record<string, number | boolean>;

export interface Settings extends Rules {
  entry_id: string;
  storage: string;
  retention_days: number;
  retention_gb: number;
  limits: Record<string, Limit>;
  phones: number;
  /** The code on the door, for administrators, as long as there is a page for strangers. */
  door_code_path: string;
}

export const getSettings = (hass: HomeAssistant) => call<Settings>(hass, "settings/get");

export const setSettings = (hass: HomeAssistant, options: Options) =>
  call<unknown>(hass, "settings/set", { options });
