// Ring Watch's websocket commands: for administrators. Times are ISO 8601 in UTC.

import type { CallError, HomeAssistant } from "./hass.js";
import { learnNow } from "./now.js";

export interface Span {
  start: string;
  end: string;
}

/** A rectangle, in fractions of the picture. */
export interface Area {
  doorbell_id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Named {
  doorbell_id: string;
  name: string;
}

export interface Clip {
  doorbell_id: string;
  size: number;
  sha256: string;
  requested: Span;
  delivered: Span;
  gaps: Span[];
  changes: string[];
}

export interface PreparedClip extends Clip {
  preview: string;
  media_content_id: string;
}

/** The very files that would leave. */
export interface Prepared {
  render_hash: string;
  audio: boolean;
  zones: Area[];
  boxes: Area[];
  clips: PreparedClip[];
}

export type RequestState =
  | "received"
  | "rejected"
  | "pending"
  | "preparing"
  | "ready"
  | "approved"
  | "shared"
  | "revoked"
  | "expired"
  | "used_up"
  | "declined"
  | "lapsed"
  | "withdrawn";

/** The states in which a request waits for the owner: approved, it has no share yet. */
export const WAITING: readonly RequestState[] = ["pending", "preparing", "ready", "approved"];

/** How far a preparation is. */
export interface Progress {
  /** 0 to 1. */
  done: number;
  /** Seconds; null as long as nobody can tell. */
  left: number | null;
  /** Whether somebody else's answer is all that is waited for. */
  waiting: boolean;
}

/** `name`, `reason`, `contact` and `case_number` are as a stranger typed them. */
export interface FootageRequest extends Span {
  request_id: string;
  state: RequestState;
  origin: string;
  verified: boolean;
  requester_id: string | null;
  requester: string | null;
  name: string;
  reason: string;
  contact: string;
  case_number: string;
  doorbells: Named[];
  received: string;
  lapses: string;
  rule: string | null;
  share_id: string | null;
  prepared: Prepared | null;
  /** Of what is being prepared. */
  progress: Progress | null;
  picture?: string;
  warnings: string[];
  history: { state: RequestState; time: string; entry: number | null; user_id: string | null }[];
}

export interface Coverage {
  doorbell_id: string;
  spans: Span[];
  gaps: Span[];
  /** What has sound. */
  sound: Span[];
  /** Whether what is missing may still be fetched. */
  elsewhere: boolean;
  /** Why, where that is known. */
  missing?: (Span & { reason: string })[];
}

export interface Thumbnail {
  time: string;
  /** Base64. */
  jpeg: string;
}

export interface Share {
  share_id: string;
  request_id: string;
  requester: string | null;
  name: string;
  doorbells: Named[];
  start: string;
  end: string;
  created: string;
  expires: string;
  claims: number;
  claims_used: number;
  suspended: boolean;
  passphrase: boolean;
  bytes_sent: number;
  clips: Clip[];
}

/** A step of a request or a share. */
export interface Step {
  type: string;
  time: string;
  request_id: string | null;
  share_id: string | null;
}

/** News of a preparation. */
export interface ProgressNews {
  type: "progress";
  request_id: string;
  progress: Progress;
}

export interface Terms {
  /** Seconds. */
  lifetime?: number;
  claims?: number;
  passphrase?: string;
  to_asker?: boolean;
  confirmed?: string[];
}

/** From where a link can be opened. */
export type Reach = "everywhere" | "home_network";

/** A link is told once. */
export interface Link {
  url: string;
  reach: Reach;
}

export interface Approved extends Link {
  share_id: string;
}

/** What the owner has set for all shares. */
export interface Rules {
  /** `share_days` and `share_claims` are among them. */
  options: Record<string, number | boolean>;
  links: {
    reach: Reach | null;
    /** The page for strangers. */
    door: string | null;
    /** Why there can be no links. */
    refusal: CallError | null;
  };
}

export interface Doorbell extends Named {
  device_id: string;
  source: string;
  status: string;
  entities: Record<
    "camera" | "ring" | "motion_event" | "motion" | "recording" | "recording_switch",
    string | null
  >;
  oldest: string | null;
  size: number;
  zones: number;
}

/** Tell whether a doorbell's recordings are in an account at Ring, and not only at home. */
export const isAtRing = (doorbell: Doorbell): boolean => doorbell.source === "ring_account";

export interface PrepareOptions {
  parts?: ({ doorbell_id: string } & Span)[];
  boxes?: Area[];
  audio?: boolean;
}

async function call<T>(
  hass: HomeAssistant,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<T> {
  const result = await hass.callWS<T & { now?: string }>({ type: `ring_watch/${name}`, ...fields });
  if (result?.now) learnNow(result.now);
  return result;
}

export const listRequests = (
  hass: HomeAssistant,
  fields: { states?: readonly RequestState[]; requester_id?: string; cursor?: string; limit?: number } = {},
) =>
  call<{ requests: FootageRequest[]; cursor: string | null; waiting: number }>(
    hass,
    "requests/list",
    fields,
  );

export const getRequest = (hass: HomeAssistant, request_id: string) =>
  call<{ request: FootageRequest; coverage: Coverage[] }>(hass, "requests/get", { request_id });

export const requestThumbnails = (
  hass: HomeAssistant,
  request_id: string,
  doorbell_id: string,
  count: number,
) =>
  call<{ thumbnails: Thumbnail[] }>(hass, "requests/thumbnails", {
    request_id,
    doorbell_id,
    count,
  });

export const prepare = (hass: HomeAssistant, request_id: string, options: PrepareOptions = {}) =>
  call<FootageRequest>(hass, "requests/prepare", { request_id, ...options });

/** End a preparation, whoever began it; its request is pending again. */
export const stopPreparing = (hass: HomeAssistant, request_id: string) =>
  call<FootageRequest>(hass, "requests/stop_preparing", { request_id });

/** Return an address for a player; `number` counts from 1. */
export const look = (hass: HomeAssistant, request_id: string, number: number) =>
  call<{ url: string }>(hass, "requests/look", { request_id, number });

export const approve = (
  hass: HomeAssistant,
  request_id: string,
  render_hash: string,
  terms: Terms,
) => call<Approved>(hass, "requests/approve", { request_id, render_hash, ...terms });

export const decline = (hass: HomeAssistant, request_id: string) =>
  call<null>(hass, "requests/decline", { request_id });

export const listShares = (hass: HomeAssistant) =>
  call<{ shares: Share[] }>(hass, "shares/list");

export const takeBack = (hass: HomeAssistant, share_id: string) =>
  call<null>(hass, "shares/revoke", { share_id });

/** Return a new link, this once; the one before is dead. */
export const renewLink = (hass: HomeAssistant, share_id: string) =>
  call<Link>(hass, "shares/renew", { share_id });

/** Let suspended shares be used again. */
export const confirmShares = (hass: HomeAssistant, share_ids: string[]) =>
  call<{ confirmed: number }>(hass, "shares/confirm", { share_ids });

export const getRules = (hass: HomeAssistant) => call<Rules>(hass, "settings/get");

export const lookAtClip = (hass: HomeAssistant, clip_id: string) =>
  call<{ url: string }>(hass, "clips/look", { clip_id });

export const listDoorbells = (hass: HomeAssistant) =>
  call<{ time_zone: string; doorbells: Doorbell[] }>(hass, "doorbells/list");

/** Call `heard` with all that happens, until the returned function is called. */
export const subscribeNews = (
  hass: HomeAssistant,
  heard: (news: Step | ProgressNews) => void,
) =>
  hass.connection.subscribeMessage<Step | ProgressNews>(
    heard,
    { type: "ring_watch/requests/subscribe" },
    // After a restart the command may not be there yet: `Steps` tries until it is.
    { resubscribe: false },
  );

/** Return an address that needs no token for half a minute. */
export const signPath = (hass: HomeAssistant, path: string) =>
  hass.callWS<{ path: string }>({ type: "auth/sign_path", path, expires: 30 });
