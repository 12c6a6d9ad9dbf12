// The requests that wait, as they are shown.

import { listRequests, WAITING, type FootageRequest } from "./api.js";
import type { HomeAssistant } from "./hass.js";

/** Return whether a request needs its owner. */
export function waits(request: FootageRequest): boolean {
  return WAITING.includes(request.state);
}

/** Read all requests that wait. */
export async function readWaiting(hass: HomeAssistant): Promise<FootageRequest[]> {
  const found: FootageRequest[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(hass, {
      states: WAITING,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    found.push(...page.requests.filter(waits));
    ({ cursor } = page);
  } while (cursor);
  return found;
}

/**
 * Return what to show after reading anew: oldest first, and what somebody looks at stays
 * in its place even when it was decided meanwhile.
 */
export function reconcile(
  shown: readonly FootageRequest[],
  found: readonly FootageRequest[],
  open: ReadonlySet<string>,
): FootageRequest[] {
  const known = new Map(found.map((one) => [one.request_id, one]));
  const held = shown.filter((one) => open.has(one.request_id) && !known.has(one.request_id));
  return [...found, ...held].sort(
    (one, other) =>
      Date.parse(one.received) - Date.parse(other.received) ||
      (one.request_id < other.request_id ? -1 : 1),
  );
}
