import { vi } from "vitest";
import texts from "virtual:texts/panel";
import { addTexts } from "../../src/i18n.js";
import type { Requester, Timeline } from "../../src/panel/api.js";
import { FakeHome } from "../support/home.js";
import { all } from "../support/page.js";

addTexts(texts);

type Fields = Record<string, unknown>;

/** A home in Amsterdam that gives these answers to commands; an Error is thrown. */
export function home(answers: Fields = {}, actions: Fields = {}): FakeHome {
  const fake = new FakeHome();
  fake.timeZone = "Europe/Amsterdam";
  const reply = (answer: unknown) => (message: Fields) => {
    const value = typeof answer === "function" ? answer(message) : answer;
    if (value instanceof Error) throw value;
    return value;
  };
  for (const [name, answer] of Object.entries(answers)) fake.on(name, reply(answer));
  for (const [name, answer] of Object.entries(actions)) fake.onAction(name, reply(answer));
  return fake;
}

/** Wait until something is true of the page. */
export async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  return vi.waitFor(() => {
    const found = look();
    if (!found) throw new Error(`Not yet: ${look}`);
    return found;
  });
}

/** Return the first match, looked for inside of all elements. */
export function find<T extends HTMLElement>(root: HTMLElement, selector: string): T | null {
  return all<T>(root, selector)[0] ?? null;
}

/** Return the button that is called so. */
export function button(root: HTMLElement, name: string): HTMLButtonElement {
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

export const NOTHING: Timeline = {
  spans: [],
  gaps: [],
  sound: [],
  presses: [],
  motion: [],
  segments: [],
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
