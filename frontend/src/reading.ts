// Reading what may change while it is read.

/**
 * Reads one at a time. What is asked for meanwhile is read once more afterwards, so that
 * the last answer is never older than the last asking.
 */
export class Reading {
  private running: Promise<void> | undefined;
  private stale = false;

  /** `read` must not throw; asking within it asks for another time. */
  constructor(private readonly read: () => Promise<void>) {}

  /** Read; return when what was read is not older than this call. */
  ask(): Promise<void> {
    this.stale = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.stale) {
      this.stale = false;
      await this.read();
    }
  }
}
