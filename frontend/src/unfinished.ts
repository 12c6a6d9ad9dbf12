// What was changed by hand and is not prepared yet. It outlasts that Home Assistant makes
// all cards anew, which it does after it was away, and a reload of the page. It is kept
// in this tab only, until the request is decided or the tab is closed: times, rectangles
// and ids, no picture and nobody's words.

import type { FootageRequest } from "./api.js";
import type { Draft } from "./draft.js";
import type { HomeAssistant } from "./hass.js";
import { partOf } from "./trim.js";

/** More would be of requests that were decided elsewhere. */
const MOST = 20;

type Drafts = Record<string, unknown>;

/** What takes the place of a storage that the browser refuses. */
let unstored = new Map<string, string>();

const keyOf = (hass: HomeAssistant) => `ring-watch-unfinished-${hass.user?.id}`;

function read(hass: HomeAssistant): Drafts {
  const key = keyOf(hass);
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    return typeof found === "object" && found ? (found as Drafts) : {};
  } catch {
    return JSON.parse(unstored.get(key) ?? "{}") as Drafts;
  }
}

function write(hass: HomeAssistant, drafts: Drafts): void {
  const key = keyOf(hass);
  const text = JSON.stringify(Object.fromEntries(Object.entries(drafts).slice(-MOST)));
  try {
    if (text === "{}") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    unstored = new Map([[key, text]]);
  }
}

/** Keep what was changed. */
export function remember(hass: HomeAssistant, requestId: string, draft: Draft): void {
  const { [requestId]: _, ...others } = read(hass);
  write(hass, { ...others, [requestId]: draft });
}

/** Keep it no longer. */
export function forget(hass: HomeAssistant, requestId: string): void {
  const { [requestId]: known, ...others } = read(hass);
  if (known) write(hass, others);
}

/** Return what was changed of a request, if that fits it. */
export function recall(hass: HomeAssistant, request: FootageRequest): Draft | undefined {
  const found = read(hass)[request.request_id];
  return fits(found, request) ? found : undefined;
}

/** Tell whether what was stored is a draft of a request: by whatever version, it was text. */
function fits(found: unknown, request: FootageRequest): found is Draft {
  const { parts, boxes, audio } = (found ?? {}) as Partial<Draft>;
  if (!Array.isArray(parts) || !Array.isArray(boxes) || typeof audio !== "boolean") return false;
  const window = partOf(request);
  const named = new Set(parts.map((part) => part?.doorbell_id));
  const known = new Set(request.doorbells.map((one) => one.doorbell_id));
  return (
    [...known].every((one) => named.has(one)) &&
    parts.every(
      (part) =>
        known.has(part?.doorbell_id) &&
        typeof part.included === "boolean" &&
        window.start <= part.start &&
        part.start < part.end &&
        part.end <= window.end,
    ) &&
    boxes.every(
      (box) =>
        known.has(box?.doorbell_id) &&
        [box.x, box.y, box.width, box.height].every(
          (side) => typeof side === "number" && 0 <= side && side <= 1,
        ),
    )
  );
}
