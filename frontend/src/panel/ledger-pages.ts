import type { Entry, LedgerPage } from "./api.js";

/** Entries that are fetched at once. */
export const PAGE = 100;
/** So many pages are remembered, around what is looked at. */
const REMEMBERED = 40;

export interface Reader {
  fetch(limit: number, before?: number): Promise<LedgerPage>;
  /** Something more is known. */
  changed(): void;
  failed(error: unknown): void;
}

/**
 * The ledger as far as it was looked at. Pages are fetched one after the other, what was
 * wanted last first: who drags the scroll bar does not wait for what flew by.
 */
export class LedgerPages {
  size = 0;
  head = "";
  fingerprint = "";
  private readonly pages = new Map<number, ReadonlyMap<number, Entry>>();
  /** Pages that are as they are now; others are shown until they are read anew. */
  private readonly fresh = new Set<number>();
  private wanted: number[] = [];
  private fetching: Promise<void> | undefined;

  constructor(private readonly reader: Reader) {}

  /** Return an entry if it is known. */
  entry(seq: number): Entry | undefined {
    return this.pages.get(Math.floor(seq / PAGE))?.get(seq);
  }

  /** Fetch what is missing of the entries from `first` up to and with `last`. */
  want(first: number, last: number): Promise<void> {
    this.wanted = [];
    for (let page = Math.floor(last / PAGE); page >= Math.floor(first / PAGE); page--)
      if (page >= 0 && page * PAGE < this.size) this.wanted.push(page);
    this.fetching ??= this.work().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  /** Read how far the ledger goes, and what is looked at anew. */
  async refresh(): Promise<void> {
    this.fresh.clear();
    try {
      this.learn(await this.reader.fetch(1));
    } catch (error) {
      return this.reader.failed(error);
    }
    this.reader.changed();
  }

  private async work(): Promise<void> {
    for (;;) {
      const page = this.wanted.find((one) => !this.fresh.has(one));
      if (page === undefined) return;
      // Marked before it is read: what changes meanwhile makes it stale again.
      this.fresh.add(page);
      try {
        const found = await this.reader.fetch(PAGE, (page + 1) * PAGE);
        this.pages.set(page, new Map(found.entries.map((entry) => [entry.seq, entry])));
        this.learn(found);
      } catch (error) {
        this.fresh.delete(page);
        return this.reader.failed(error);
      }
      this.forget(page);
      this.reader.changed();
    }
  }

  private learn({ size, head, fingerprint }: LedgerPage): void {
    // What was the last page may have grown.
    if (size !== this.size) this.fresh.delete(Math.floor((this.size - 1) / PAGE));
    Object.assign(this, { size, head, fingerprint });
  }

  private forget(near: number): void {
    if (this.pages.size <= REMEMBERED) return;
    const far = [...this.pages.keys()].reduce((one, other) =>
      Math.abs(other - near) > Math.abs(one - near) ? other : one,
    );
    this.pages.delete(far);
    this.fresh.delete(far);
  }
}
