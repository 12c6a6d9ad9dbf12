// A Home Assistant of which a test decides what it answers.

import type { FootageRequest, Prepared, Progress, Rules, Share, Step } from "../../src/api.js";
import type { CallError, HassEntity, HomeAssistant, RegistryEntry } from "../../src/hass.js";

type Message = Record<string, unknown> & { type: string };
type Answer = (message: Message) => unknown;

/** What a call throws. */
export const refusal = (code: string, message: string): CallError => ({ code, message });

export class FakeHome {
  readonly calls: Message[] = [];
  readonly answers = new Map<string, Answer>();
  readonly entities: Record<string, RegistryEntry> = {};
  readonly devices: HomeAssistant["devices"] = {};
  states: Record<string, HassEntity> = {};
  admin = true;
  timeZone = "UTC";
  /** Of the user's language; what is empty is English. */
  localize: HomeAssistant["localize"] = () => "";
  /** How many subscriptions there are. */
  listening = 0;

  private readonly heard = new Set<(step: Step) => void>();
  private readonly events = new Set<(event: { data: unknown }) => void>();
  private readonly ready = new Set<() => void>();
  private readonly connection = {
    subscribeMessage: async (callback: (step: never) => void, message: Record<string, unknown>) => {
      await this.answer({ ...message, type: String(message["type"]) });
      const listener = callback as (step: Step) => void;
      this.heard.add(listener);
      this.listening++;
      return async () => {
        this.heard.delete(listener);
        this.listening--;
      };
    },
    subscribeEvents: async (callback: (event: { data: unknown }) => void) => {
      this.events.add(callback);
      return async () => void this.events.delete(callback);
    },
    addEventListener: (_: "ready", listener: () => void) => void this.ready.add(listener),
    removeEventListener: (_: "ready", listener: () => void) => void this.ready.delete(listener),
  } as unknown as HomeAssistant["connection"];
  private readonly locale = { language: "en", time_format: "24" };
  private readonly user = { id: "u", name: "Owner", is_admin: true };

  constructor() {
    this.on("requests/subscribe", () => null);
  }

  /** Answer a command of Ring Watch's; an error that is thrown is its answer. */
  on(name: string, answer: Answer): this {
    this.answers.set(`ring_watch/${name}`, answer);
    return this;
  }

  /** Answer an action of Ring Watch's likewise. */
  onAction(name: string, answer: Answer): this {
    this.answers.set(`ring_watch.${name}`, answer);
    return this;
  }

  /** Return the calls of a command, without its type. */
  called(name: string): Record<string, unknown>[] {
    return this.callsOf(`ring_watch/${name}`);
  }

  /** Return what an action was performed with, each time. */
  performed(name: string): Record<string, unknown>[] {
    return this.callsOf(`ring_watch.${name}`);
  }

  private callsOf(type: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.type === type).map(({ type: _, ...fields }) => fields);
  }

  /** Let an event of Home Assistant happen. */
  event(data: unknown): void {
    for (const listener of [...this.events]) listener({ data });
  }

  /** Tell of a step. */
  step(step: Partial<Step>): void {
    const whole = { type: "pending", time: "", request_id: null, share_id: null, ...step };
    for (const listener of [...this.heard]) listener(whole);
  }

  /** Tell how far a preparation is. */
  progress(request_id: string, done: number, more: Partial<Progress> = {}): void {
    const news = { type: "progress", request_id, progress: { done, left: null, waiting: false, ...more } };
    for (const listener of [...this.heard]) listener(news as never);
  }

  /** Lose the connection and have it again, as after a restart. */
  reconnect(): void {
    this.heard.clear();
    for (const listener of [...this.ready]) listener();
  }

  entity(entity_id: string, state: string, more: Partial<RegistryEntry & HassEntity> = {}): this {
    const { device_id = null, platform = "ring_watch", translation_key, attributes = {} } = more;
    const key = translation_key === undefined ? {} : { translation_key };
    this.entities[entity_id] = { entity_id, device_id, platform, ...key };
    const time = "2026-11-24T10:00:00Z";
    const whole = { entity_id, state, attributes, last_changed: time, last_updated: time };
    this.states = { ...this.states, [entity_id]: whole };
    return this;
  }

  /** Return what the frontend would hand over now: another object each time. */
  get hass(): HomeAssistant {
    return {
      connection: this.connection,
      states: this.states,
      entities: this.entities,
      devices: this.devices,
      user: this.admin ? this.user : { ...this.user, is_admin: false },
      language: "en",
      locale: this.locale,
      config: { time_zone: this.timeZone },
      localize: this.localize,
      loadBackendTranslation: async () => this.localize,
      callWS: async <T>(message: Record<string, unknown>) =>
        (await this.answer(message as Message)) as T,
      callService: async (domain, service, data) => ({
        response: await this.answer({ type: `${domain}.${service}`, ...data }),
      }),
    };
  }

  private async answer(message: Message): Promise<unknown> {
    this.calls.push(message);
    const answer = this.answers.get(message.type);
    if (!answer) throw refusal("unknown_command", `Unknown command ${message.type}`);
    return answer(message);
  }
}

export const START = "2026-11-24T10:00:00.000000Z";
export const END = "2026-11-24T10:01:00.000000Z";

export function aRequest(change: Partial<FootageRequest> = {}): FootageRequest {
  return {
    request_id: "r1",
    state: "pending",
    origin: "door",
    verified: false,
    requester_id: null,
    requester: null,
    name: "Ada",
    reason: "Someone took a parcel",
    contact: "",
    case_number: "",
    start: START,
    end: END,
    doorbells: [{ doorbell_id: "d1", name: "Front door" }],
    received: "2026-11-24T11:00:00Z",
    lapses: "2026-12-01T11:00:00Z",
    rule: null,
    share_id: null,
    prepared: null,
    progress: null,
    warnings: ["unverified"],
    history: [],
    ...change,
  };
}

export function prepared(hash: string, change: Partial<Prepared> = {}): Prepared {
  return {
    render_hash: hash,
    audio: false,
    zones: [],
    boxes: [],
    clips: [
      {
        doorbell_id: "d1",
        size: 2_500_000,
        sha256: "",
        requested: { start: START, end: END },
        delivered: { start: START, end: END },
        gaps: [],
        changes: [],
        preview: "",
        media_content_id: "",
      },
    ],
    ...change,
  };
}

export function ready(hash = "h1", change: Partial<FootageRequest> = {}): FootageRequest {
  return aRequest({ state: "ready", prepared: prepared(hash), ...change });
}

export function rules(change: Partial<Rules["links"]> = {}, options = {}): Rules {
  return {
    options: { share_days: 7, share_claims: 5, ...options },
    links: { reach: "everywhere", door: null, refusal: null, ...change },
  };
}

export function aShare(change: Partial<Share> = {}): Share {
  return {
    share_id: "s1",
    request_id: "r1",
    requester: null,
    name: "Ada",
    doorbells: [{ doorbell_id: "d1", name: "Front door" }],
    start: START,
    end: END,
    created: "2026-11-24T12:00:00Z",
    expires: "2026-12-01T12:00:00Z",
    claims: 5,
    claims_used: 2,
    suspended: false,
    passphrase: false,
    bytes_sent: 3_000_000,
    clips: [],
    ...change,
  };
}
