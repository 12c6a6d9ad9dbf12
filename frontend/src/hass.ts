// As much of Home Assistant's frontend as is used here.

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
  last_changed: string;
  last_updated: string;
}

/** What the registry tells of an entity to every user. */
export interface RegistryEntry {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string;
}

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  subscribeEvents<T>(
    callback: (event: { data: T }) => void,
    type: string,
  ): Promise<() => Promise<void>>;
  /** "ready" comes after every reconnection. */
  addEventListener(type: "ready", listener: () => void): void;
  removeEventListener(type: "ready", listener: () => void): void;
}

export interface HomeAssistant {
  connection: Connection;
  states: Record<string, HassEntity>;
  entities: Record<string, RegistryEntry>;
  devices: Record<string, { id: string; name?: string | null; name_by_user?: string | null }>;
  user?: { id: string; is_admin: boolean; name: string };
  language: string;
  locale: { language: string; time_format?: string };
  config: { time_zone: string };
  themes?: { darkMode?: boolean };
  localize(key: string, values?: Record<string, string | number>): string;
  /** Returns a `localize` that knows the texts. */
  loadBackendTranslation(
    category: string,
    integration: string,
  ): Promise<HomeAssistant["localize"]>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: Record<string, unknown>,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
}

/** An error of `callWS`: a refusal's code and a sentence in the user's language. */
export interface CallError {
  code: string;
  message: string;
  translation_domain?: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}

/** Return the error inside of whatever a call threw; a lost connection wraps it. */
export function callError(error: unknown): Partial<CallError> {
  if (typeof error !== "object" || error === null) return { message: String(error) };
  return "error" in error ? callError(error.error) : error;
}

/** Return the sentence of whatever a call threw. */
export function sentence(error: unknown): string {
  const { message, code } = callError(error);
  return message ?? String(code ?? error);
}
