import type { FootageRequest } from "../api.js";

const PAGE = 20;
/** No more are read at once. */
const MOST = 200;

interface Answer {
  requests: FootageRequest[];
  cursor: string | null;
}

type Read = (fields: { limit: number; cursor?: string }) => Promise<Answer | undefined>;

/** Requests that are read page after page; read anew, they are as many as before. */
export class Past {
  /** Undefined before they are known. */
  requests: readonly FootageRequest[] | undefined;
  private cursor: string | null = null;

  /** `read` returns undefined where it failed; `changed` is called when more is known. */
  constructor(
    private readonly read: Read,
    private readonly changed: () => void,
  ) {}

  get goesOn(): boolean {
    return this.cursor !== null;
  }

  /** Read the newest ones anew. */
  async load(): Promise<void> {
    const limit = Math.min(MOST, Math.max(PAGE, this.requests?.length ?? 0));
    const page = await this.read({ limit });
    if (page) this.take(page.requests, page.cursor);
  }

  /** Read the next page. */
  async more(): Promise<void> {
    const { cursor } = this;
    if (!cursor) return;
    const page = await this.read({ limit: PAGE, cursor });
    if (!page || cursor !== this.cursor) return;
    this.take([...(this.requests ?? []), ...page.requests], page.cursor);
  }

  private take(requests: readonly FootageRequest[], cursor: string | null): void {
    this.requests = requests;
    this.cursor = cursor;
    this.changed();
  }
}
