// Steps of requests and shares as they happen, also after Home Assistant was away.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { subscribeNews, type ProgressNews, type Step } from "./api.js";
import { requestWaiting } from "./entities.js";
import { callError, type Connection, type HomeAssistant } from "./hass.js";

const SLOWEST = 30_000;

export interface Listener {
  /** Called with a step; without one after each connection: read all anew. */
  heard(step?: Step): void;
  /** Called with how far a preparation is: nothing has to be read for it. */
  advanced?(news: ProgressNews): void;
  /** Called when there is no connection to the integration; it is tried again. */
  failed(error: unknown): void;
}

type Host = ReactiveControllerHost & { hass?: HomeAssistant | undefined };

/** Keeps an administrator's element subscribed while it is on a page. */
export class Steps implements ReactiveController {
  private connection?: Connection;
  private stop?: () => Promise<void>;
  private timer?: ReturnType<typeof setTimeout>;
  /** Counts attempts to listen: what belongs to an earlier one is over. */
  private attempt = 0;
  private wait = 1000;
  private available = true;

  constructor(
    private readonly host: Host,
    private readonly listener: Listener,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const { hass } = this.host;
    if (!hass?.user?.is_admin) return;
    // A reload of the integration ends subscriptions without a word.
    const was = this.available;
    this.available = requestWaiting(hass)?.state !== "unavailable";
    if (this.connection) return this.available && !was ? this.again() : undefined;
    this.connection = hass.connection;
    this.connection.addEventListener("ready", this.again);
    void this.listen();
  }

  hostConnected(): void {
    // Only an element that was taken off a page before does not update by itself.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.attempt++;
    clearTimeout(this.timer);
    this.connection?.removeEventListener("ready", this.again);
    delete this.connection;
    this.end();
  }

  private readonly again = (): void => {
    this.wait = 1000;
    void this.listen();
  };

  private async listen(): Promise<void> {
    const attempt = ++this.attempt;
    clearTimeout(this.timer);
    this.end();
    try {
      const stop = await subscribeNews(this.host.hass!, (news) => {
        if (attempt !== this.attempt) return;
        if ("progress" in news) this.listener.advanced?.(news);
        else this.listener.heard(news);
      });
      if (attempt !== this.attempt) return void stop().catch(() => undefined);
      this.stop = stop;
      this.wait = 1000;
      this.listener.heard();
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.listener.failed(error);
      if (callError(error).code === "not_allowed") return;
      this.timer = setTimeout(() => void this.listen(), this.wait);
      this.wait = Math.min(SLOWEST, this.wait * 2);
    }
  }

  private end(): void {
    // Of a connection that was lost there is nothing to end.
    void this.stop?.().catch(() => undefined);
    delete this.stop;
  }
}
