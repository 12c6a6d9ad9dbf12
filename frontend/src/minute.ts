import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Lets an element render again now and then, because it says how long something is away. */
export class EveryHalfMinute implements ReactiveController {
  private timer?: ReturnType<typeof setInterval>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), 30_000);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
