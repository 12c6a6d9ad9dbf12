// What is known of one request that is looked at, and what is done about it.

import {
  approve,
  decline,
  getRequest,
  getRules,
  prepare,
  requestThumbnails,
  stopPreparing,
  WAITING,
  type Coverage,
  type FootageRequest,
  type Link,
  type PrepareOptions,
  type ProgressNews,
  type Rules,
  type Step,
  type Terms,
  type Thumbnail,
} from "../api.js";
import { draftOf, followed, isPrepared, lengthOf, optionsOf, type Draft } from "../draft.js";
import { explain } from "../errors.js";
import { callError, type HomeAssistant } from "../hass.js";
import { advanced } from "../progress.js";
import { Reading } from "../reading.js";
import { soundOf, together, type Sound } from "../sound.js";
import { forget, recall, remember } from "../unfinished.js";
import { waits } from "../waiting.js";

const PICTURES = 8;
/** More, in milliseconds, takes so long that its owner chooses before it is prepared. */
const LITTLE = 15 * 60_000;

export type Doing = "prepare" | "stop" | "share" | "decline";

interface Host {
  hass?: HomeAssistant;
  requestUpdate(): void;
}

/** One request under review; another request has a session of its own. */
export class ReviewSession {
  request?: FootageRequest;
  draft?: Draft;
  coverage: readonly Coverage[] = [];
  thumbnails: ReadonlyMap<string, readonly Thumbnail[]> = new Map();
  doing: Doing | undefined;
  error: string | undefined;
  /** The owner's; null where they cannot be read. */
  rules: Rules | null | undefined;
  /** Told once, after sharing. */
  link: Link | undefined;

  /** Of which clips a picture was to be seen: a hash and a clip's number each. */
  private seen: ReadonlySet<string> = new Set();
  /** The hash of what cannot be approved any more, because the home has changed. */
  private outdated: string | undefined;
  /** Counts answers, of whatever was asked. */
  private answers = 0;
  private readonly reading = new Reading(() => this.readOnce());
  private looking = false;
  /** Counts what was done: what is not the last thing any more has been ended by it. */
  private turn = 0;

  constructor(
    private readonly host: Host,
    private readonly requestId: string,
  ) {}

  /** Take in a step; without one, begin or begin anew. */
  heard(step?: Step): void {
    // What is of no request is of all.
    if (!step?.request_id || step.request_id === this.requestId) void this.read();
    if (!step) void this.readRules();
  }

  /** Take in how far a preparation is. */
  advanced(news: ProgressNews): void {
    if (!this.request) return;
    this.request = advanced(this.request, news);
    this.host.requestUpdate();
  }

  /** Read the rules, anew if the owner has changed them since. */
  async readRules(): Promise<void> {
    const { hass } = this.host;
    if (!hass || !this.requestId) return;
    this.rules = await getRules(hass).catch(() => this.rules ?? null);
    this.host.requestUpdate();
  }

  read(): Promise<void> {
    return this.reading.ask();
  }

  private async readOnce(): Promise<void> {
    const { answers, requestId } = this;
    const { hass } = this.host;
    if (!hass || !requestId) return;
    const first = !this.request;
    try {
      const { request, coverage } = await getRequest(hass, requestId);
      this.coverage = coverage;
      // What a preparation answered meanwhile may be newer.
      if (answers !== this.answers) return void this.read();
      this.take(request);
      if (!first) return;
      this.say(undefined);
      if (request.state === "pending" && !this.isMuch)
        void (recall(hass, request) ? this.prepareDraft() : this.prepare({}));
      if (WAITING.includes(request.state)) void this.look();
    } catch (error) {
      this.say(explain(hass, error));
    }
  }

  /** Show an error, or none. */
  say(error: string | undefined): void {
    this.error = error;
    this.host.requestUpdate();
  }

  change(draft: Draft): void {
    this.draft = draft;
    if (this.host.hass) remember(this.host.hass, this.requestId, draft);
    this.host.requestUpdate();
  }

  saw(clip: string): void {
    this.seen = new Set(this.seen).add(clip);
    this.host.requestUpdate();
  }

  wasSeen(clip: string): boolean {
    return this.seen.has(clip);
  }

  /** Whether a picture of every clip of the very preview was to be seen. */
  get allSeen(): boolean {
    const { render_hash, clips } = this.request?.prepared ?? { render_hash: "", clips: [] };
    return clips.length > 0 && clips.every((_, i) => this.seen.has(`${render_hash}/${i + 1}`));
  }

  /** Whether what is shown is what would leave. */
  get approvable(): boolean {
    const { request, draft } = this;
    return (
      !!request &&
      !!draft &&
      ["ready", "approved"].includes(request.state) &&
      request.prepared?.render_hash !== this.outdated &&
      isPrepared(draft, request.prepared)
    );
  }

  /** Whether what is drafted, of all doorbells together, is much. */
  get isMuch(): boolean {
    return !!this.draft && lengthOf(this.draft) > LITTLE;
  }

  /** Whether what is drafted has sound, as far as that is known. */
  get sound(): Sound {
    const of = (doorbell: string) =>
      this.coverage.find(({ doorbell_id }) => doorbell_id === doorbell);
    const parts = this.draft?.parts.filter((part) => part.included) ?? [];
    return together(parts.map((part) => soundOf(part, of(part.doorbell_id))));
  }

  /** Prepare what is drafted. */
  prepareDraft(): Promise<boolean> {
    // It outlasts the page where the preparation is stopped.
    remember(this.host.hass!, this.requestId, this.draft!);
    return this.prepare(optionsOf(this.draft!, this.request!));
  }

  /** Whether a clip is being prepared, here or elsewhere. */
  get preparing(): boolean {
    return this.doing === "prepare" || this.request?.state === "preparing";
  }

  /** Prepare it no more; what is drafted stays. */
  stop(): Promise<boolean> {
    return this.attempt("stop", async (hass) =>
      this.take(await stopPreparing(hass, this.requestId)),
    );
  }

  /** Share what was seen; return whether it is shared. */
  async share(terms: Terms): Promise<boolean> {
    const hash = this.request?.prepared?.render_hash;
    if (!hash || !this.approvable || !this.allSeen) return false;
    return this.attempt("share", async (hass) => {
      this.link = await approve(hass, this.requestId, hash, terms);
      await this.read();
    });
  }

  decline(): Promise<boolean> {
    return this.attempt("decline", (hass) => decline(hass, this.requestId));
  }

  private take(request: FootageRequest): void {
    this.answers++;
    const hass = this.host.hass!;
    const before = this.request;
    this.request = request;
    this.draft =
      before && this.draft
        ? followed(this.draft, before, request)
        : (recall(hass, request) ?? draftOf(request));
    if (!waits(request) || isPrepared(this.draft, request.prepared))
      forget(hass, this.requestId);
    this.host.requestUpdate();
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    for (const { doorbell_id } of this.request!.doorbells) {
      const { hass } = this.host;
      if (!hass || this.thumbnails.get(doorbell_id)?.length) continue;
      // Without small pictures the rest is still of use.
      const found = await requestThumbnails(
        hass,
        this.requestId,
        doorbell_id,
        PICTURES,
      ).catch(() => ({ thumbnails: [] }));
      this.thumbnails = new Map(this.thumbnails).set(doorbell_id, found.thumbnails);
      this.host.requestUpdate();
    }
    this.looking = false;
  }

  private prepare(options: PrepareOptions): Promise<boolean> {
    return this.attempt("prepare", async (hass) => {
      const request = await prepare(hass, this.requestId, options).catch((error: unknown) =>
        this.prepareRest(hass, error, options),
      );
      this.take(request);
      // Preparing may have brought footage that was elsewhere.
      void this.look();
    });
  }

  /** Prepare what there is, where one of several doorbells has nothing. */
  private prepareRest(
    hass: HomeAssistant,
    error: unknown,
    options: PrepareOptions,
  ): Promise<FootageRequest> {
    const held = new Set(
      this.coverage.filter((one) => one.spans.length).map((one) => one.doorbell_id),
    );
    const draft = this.draft!;
    if (options.parts || !held.size || held.size === draft.parts.length) throw error;
    const parts = draft.parts.map((part) => ({
      ...part,
      included: held.has(part.doorbell_id),
    }));
    this.draft = { ...draft, parts };
    return prepare(hass, this.requestId, optionsOf(this.draft, this.request!));
  }

  /** Do one thing at a time, and say what went wrong; return whether nothing did. */
  private async attempt(
    doing: Doing,
    work: (hass: HomeAssistant) => Promise<unknown>,
  ): Promise<boolean> {
    const { hass } = this.host;
    if (!hass || this.doing === doing || (this.doing && !ends(doing, this.doing))) return false;
    const turn = ++this.turn;
    this.doing = doing;
    this.say(undefined);
    try {
      await work(hass);
      return true;
    } catch (error) {
      // A preparation that a decision has ended is no failure.
      if (this.turn === turn) this.say(explain(hass, error));
      if (callError(error).code === "changed_since_preview")
        this.outdated = this.request?.prepared?.render_hash;
      await this.read();
      return false;
    } finally {
      if (this.turn === turn) this.doing = undefined;
      this.host.requestUpdate();
    }
  }
}

/** Tell whether something may be done while something else is under way. */
function ends(doing: Doing, underWay: Doing): boolean {
  return doing === "decline" || (doing === "stop" && underWay === "prepare");
}
