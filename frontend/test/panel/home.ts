import { LitElement } from "lit";
import { vi } from "vitest";
import texts from "virtual:texts/panel";
import { addTexts } from "../../src/i18n.js";
import type { HomeAssistant } from "../../src/hass.js";
import type { Requester, Timeline } from "../../src/panel/api.js";
import type { FootageRequest } from "../../src/api.js";

addTexts(texts);

type Answer = unknown | ((message: Record<string, unknown>) => unknown);

export interface FakeHome {
  hass: HomeAssistant;
  /** What was asked of the backend: commands by their name, actions as "action:name". */
  asked: { name: string; fields: Record<string, unknown> }[];
  /** Let an event of Home Assistant happen. */
  fire(data: unknown): void;
  /** Let a step of a request or a share happen. */
  step(): void;
}

/** A Home Assistant that answers as it is told; what it does not know, it refuses. */
export function home(answers: Record<string, Answer>, admin = true): FakeHome {
  const asked: FakeHome["asked"] = [];
  const events: ((event: { data: unknown }) => void)[] = [];
  const steps: ((step: unknown) => void)[] = [];
  const answer = async (name: string, fields: Record<string, unknown>) => {
    asked.push({ name, fields });
    const found = answers[name];
    if (found === undefined) throw { code: "unknown_command", message: `No ${name}.` };
    const value = typeof found === "function" ? found(fields) : found;
    if (value instanceof Error) throw value;
    return value;
  };
  const hass = {
    connection: {
      subscribeMessage: async (heard: (step: unknown) => void) => {
        steps.push(heard);
        return async () => void steps.splice(steps.indexOf(heard), 1);
      },
      subscribeEvents: async (heard: (event: { data: unknown }) => void) => {
        events.push(heard);
        return async () => void events.splice(events.indexOf(heard), 1);
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    },
    states: {},
    entities: {},
    devices: {},
    user: { id: "1", is_admin: admin, name: "Owner" },
    language: "en",
    locale: { language: "en-GB", time_format: "24" },
    config: { time_zone: "Europe/Amsterdam" },
    localize: () => "",
    loadBackendTranslation: async () => undefined,
    callWS: ({ type, ...fields }: Record<string, unknown>) =>
      answer(String(type).replace("ring_watch/", ""), fields),
    callService: async (_: string, service: string, data: Record<string, unknown>) => ({
      response: await answer(`action:${service}`, data),
    }),
  };
  return {
    hass: hass as unknown as HomeAssistant,
    asked,
    fire: (data) => events.forEach((heard) => heard({ data })),
    step: () => steps.forEach((heard) => heard({ type: "pending" })),
  };
}

/** Wait until something is true of the page. */
export async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  return vi.waitFor(() => {
    const found = look();
    if (!found) throw new Error(`Not yet: ${look}`);
    return found;
  });
}

/** Put an element on the page. */
export async function put<T extends HTMLElement>(
  name: string,
  properties: Record<string, unknown>,
): Promise<T> {
  const element = Object.assign(document.createElement(name), properties);
  document.body.replaceChildren(element);
  await (element as unknown as LitElement).updateComplete;
  return element as unknown as T;
}

/** Return the first match, looked for inside of all elements. */
export function find<T extends HTMLElement>(root: ParentNode, selector: string): T | null {
  return all<T>(root, selector)[0] ?? null;
}

/** Return all matches, looked for inside of all elements. */
export function all<T extends HTMLElement>(root: ParentNode, selector: string): T[] {
  const inner = root instanceof HTMLElement && root.shadowRoot ? [root.shadowRoot] : [];
  const found: T[] = [];
  for (const place of [root, ...inner]) {
    found.push(...(place.querySelectorAll(selector) as unknown as NodeListOf<T>));
    for (const child of place.querySelectorAll("*"))
      if (child.shadowRoot) found.push(...all<T>(child.shadowRoot, selector));
  }
  return [...new Set(found)];
}

/** Return all that is to be read on an element. */
export function read(root: Node): string {
  if (root instanceof HTMLStyleElement) return "";
  const inside = root instanceof HTMLElement && root.shadowRoot ? [root.shadowRoot] : [];
  const children = [...inside, ...root.childNodes];
  if (!children.length) return root.nodeType === Node.TEXT_NODE ? (root.textContent ?? "") : "";
  return children.map(read).join(" ").replace(/\s+/g, " ");
}

/** Return the button that is called so. */
export function button(root: ParentNode, name: string): HTMLButtonElement {
  const found = all<HTMLButtonElement>(root, "button").find(
    (one) => one.textContent?.trim() === name || one.getAttribute("aria-label") === name,
  );
  if (!found) throw new Error(`No button ${name}`);
  return found;
}

export const DOORBELL = {
  doorbell_id: "front",
  device_id: "device-front",
  name: "Front door",
  source: "stream",
  status: "recording",
  entities: {},
  oldest: "2026-10-20T00:00:00.000000Z",
  size: 1,
  zones: 0,
};

export const NOTHING: Timeline = { spans: [], gaps: [], presses: [], motion: [], segments: [] };

export const REQUEST: FootageRequest = {
  request_id: "0123",
  state: "declined",
  origin: "door_page",
  verified: false,
  requester_id: null,
  requester: null,
  name: "Anna\u202E",
  reason: "A parcel",
  contact: "",
  case_number: "",
  doorbells: [{ doorbell_id: "front", name: "Front door" }],
  start: "2026-11-24T10:00:00.000000Z",
  end: "2026-11-24T10:05:00.000000Z",
  received: "2026-11-24T11:00:00.000000Z",
  lapses: "2026-12-01T11:00:00.000000Z",
  rule: null,
  share_id: null,
  prepared: null,
  warnings: [],
  history: [{ state: "declined", time: "2026-11-24T12:00:00.000000Z", entry: 3, user_id: "1" }],
};

export const NEIGHBOUR: Requester = {
  requester_id: "n1",
  name: "Berta",
  kind: "neighbour",
  contact: "",
  closed: false,
  agreement: null,
  limits: {},
  asked: 3,
  waiting: 1,
  live_shares: 1,
};
