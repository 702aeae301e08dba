/**
 * Reads the posts of a page as they come near, asks the engine about them, and has the flagged ones marked.
 *
 * One observer watches for nodes that come and go and for text that changes; what it says is looked at once a frame, within a budget,
 * and only posts near the viewport are read. What the engine said is kept by what a post says, so that a post that is built anew costs
 * no second question. Never knows what a mark looks like, nor what a card says.
 */

import { flaggedIn, type Scores, type Thresholds } from "../catalogue";
import type { Engine } from "../engine/engine";
import type { Verdict } from "../engine/verdict";
import type { Settings } from "../settings";
import type { Marks } from "./marks";
import type { Posts, ReadPost } from "./posts";
import { rangeOf, samePlaces } from "./text";
import { Verdicts } from "./verdicts";

/** Of the 16 ms of a frame. What does not fit waits for the next one. */
const BUDGET_MS = 4;
/** How far outside the viewport posts are read, so that marks are there before the post is. */
const NEAR = "1200px 0px";

interface Known {
  near: boolean;
  read?: ReadPost;
  verdict?: Verdict;
  /** What the marks on the page were made from. */
  shown?: { read: ReadPost; flagged: string };
}

export interface ReaderEvents {
  /** Something was read, marked or dropped. */
  changed(): void;
  /** The engine gave no answer. */
  failed(error: unknown): void;
}

export class Reader {
  readonly #document: Document;
  readonly #posts: Posts;
  readonly #marks: Marks;
  readonly #engine: Engine;
  readonly #thresholds: Thresholds;
  readonly #events: ReaderEvents;
  readonly #verdicts = new Verdicts();

  readonly #known = new Map<Element, Known>();
  readonly #arrived = new Set<Element>();
  readonly #changed = new Set<Node>();
  readonly #rewritten = new Set<Node>();
  readonly #unread = new Set<Element>();
  #removed = false;
  #missed = false;
  #recoloured = false;
  #frame: number | undefined;
  #settings: Settings;
  /** Counts up when rules change: answers to older questions are void. */
  #era = 0;
  #running = false;

  readonly #mutations = new MutationObserver((records) => this.#note(records));
  readonly #colours = new MutationObserver(() => this.#recolour());
  readonly #nearness = new IntersectionObserver((entries) => this.#approach(entries), { rootMargin: NEAR });

  constructor(parts: {
    document: Document;
    posts: Posts;
    marks: Marks;
    engine: Engine;
    thresholds: Thresholds;
    settings: Settings;
    events: ReaderEvents;
  }) {
    this.#document = parts.document;
    this.#posts = parts.posts;
    this.#marks = parts.marks;
    this.#engine = parts.engine;
    this.#thresholds = parts.thresholds;
    this.#settings = parts.settings;
    this.#events = parts.events;
    this.#engine.configure(this.#settings.disabledRules);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#mutations.observe(this.#document, { childList: true, characterData: true, subtree: true });
    // Where sites keep their theme. A change of colour anywhere else is seen when the post is painted next.
    this.#colours.observe(this.#document.documentElement, { attributes: true });
    if (this.#document.body !== null) this.#colours.observe(this.#document.body, { attributes: true });
    this.#document.addEventListener("transitionend", this.#onTransition, { passive: true });
    this.#document.addEventListener("visibilitychange", this.#onVisible);
    this.#arrived.add(this.#document.documentElement);
    this.#schedule();
  }

  /** Stops, and takes all marks back. What was learnt of posts is kept for the next start. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#mutations.disconnect();
    this.#colours.disconnect();
    this.#nearness.disconnect();
    this.#document.removeEventListener("transitionend", this.#onTransition);
    this.#document.removeEventListener("visibilitychange", this.#onVisible);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#known.clear();
    for (const waiting of [this.#arrived, this.#changed, this.#rewritten, this.#unread]) waiting.clear();
    this.#marks.clear();
  }

  /** Paints anew under other settings. Only other rules make it ask the engine again. */
  apply(settings: Settings): void {
    const sameRules = settings.disabledRules.join() === this.#settings.disabledRules.join();
    this.#settings = settings;
    if (sameRules) {
      for (const post of this.#known.keys()) this.#mark(post);
    } else {
      this.#era += 1;
      this.#engine.configure(settings.disabledRules);
      this.#verdicts.clear();
      for (const [post, known] of this.#known) {
        delete known.read;
        if (known.near) this.#unread.add(post);
      }
      this.#schedule();
    }
    this.#events.changed();
  }

  /** The scores of every post read so far. */
  scores(): Scores[] {
    return this.#verdicts.read();
  }

  #note(records: readonly MutationRecord[]): void {
    // Frames stand still while nobody looks. To keep what comes and goes meanwhile would only pile up; all is looked at afterwards.
    if (this.#document.hidden) {
      this.#missed = true;
      return;
    }
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (removedNodes.length > 0) this.#removed = true;
      for (const node of addedNodes) if (node instanceof Element) this.#arrived.add(node);
      if (type === "characterData") this.#rewritten.add(target);
      this.#changed.add(target);
    }
    this.#schedule();
  }

  readonly #onVisible = (): void => {
    if (!this.#missed || this.#document.hidden) return;
    this.#missed = false;
    this.#removed = true;
    this.#arrived.add(this.#document.documentElement);
    for (const [post, known] of this.#known) {
      delete known.read;
      if (known.near) this.#unread.add(post);
    }
    this.#schedule();
  };

  #recolour(): void {
    this.#recoloured = true;
    this.#schedule();
  }

  readonly #onTransition = (event: TransitionEvent): void => {
    if (event.propertyName !== "background-color" || !(event.target instanceof Element)) return;
    if (this.#marks.under(event.target)) this.#recolour();
  };

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const known = this.#known.get(target);
      if (known === undefined) continue;
      known.near = isIntersecting;
      if (isIntersecting) this.#unread.add(target);
      else this.#unread.delete(target);
    }
    if (this.#unread.size > 0) this.#schedule();
  }

  #schedule(): void {
    if (!this.#running) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#work();
    });
  }

  #work(): void {
    const end = performance.now() + BUDGET_MS;
    const dropped = this.#dropRemoved();
    this.#meetArrived(end);
    this.#heedChanged(end);
    if (this.#recoloured) this.#marks.reground();
    this.#recoloured = false;
    const read = this.#readNear(end);
    this.#marks.mend();
    if (dropped || read) this.#events.changed();
    if (this.#arrived.size + this.#changed.size + this.#unread.size > 0) this.#schedule();
  }

  #dropRemoved(): boolean {
    if (!this.#removed) return false;
    this.#removed = false;
    let dropped = false;
    for (const post of this.#known.keys()) {
      if (post.isConnected) continue;
      this.#known.delete(post);
      this.#unread.delete(post);
      this.#nearness.unobserve(post);
      this.#marks.drop(post);
      dropped = true;
    }
    return dropped;
  }

  #meetArrived(end: number): void {
    if (this.#arrived.size > 0 && this.#known.size === 0) this.#posts.settle(this.#document);
    for (const node of this.#arrived) {
      if (performance.now() > end) return;
      this.#arrived.delete(node);
      if (!node.isConnected) continue;
      for (const post of this.#posts.around(node)) {
        if (this.#known.has(post)) continue;
        this.#known.set(post, { near: false });
        this.#nearness.observe(post);
      }
    }
  }

  #heedChanged(end: number): void {
    for (const node of this.#changed) {
      if (performance.now() > end) return;
      this.#changed.delete(node);
      const rewritten = this.#rewritten.delete(node);
      const post = this.#posts.holding(node);
      const known = post === null ? undefined : this.#known.get(post);
      if (post === null || known === undefined) continue;
      // Ranges do not survive a change of the very text that they stand in, even if the same words come back.
      if (rewritten && stoodIn(node, known)) delete known.read;
      if (known.near) this.#unread.add(post);
    }
  }

  /** Reads what is near. Known verdicts are painted at once; the other texts go to the engine in one batch. */
  #readNear(end: number): boolean {
    const asked: { post: Element; read: ReadPost }[] = [];
    let painted = false;
    for (const post of this.#unread) {
      // At least one a frame, however busy the page is.
      if (asked.length > 0 && performance.now() > end) break;
      this.#unread.delete(post);
      const known = this.#known.get(post);
      if (known === undefined || !post.isConnected) continue;
      const read = this.#posts.read(post);
      if (read !== null && known.read?.key === read.key && samePlaces(known.read.reading, read.reading))
        continue;
      if (read === null) {
        delete known.read;
        this.#unmark(post);
        continue;
      }
      known.read = read;
      const verdict = this.#verdicts.get(read.key);
      if (verdict === undefined) {
        this.#unmark(post);
        asked.push({ post, read });
      } else {
        known.verdict = verdict;
        this.#mark(post);
        painted = true;
      }
    }
    if (asked.length > 0) void this.#ask(asked);
    return painted;
  }

  async #ask(asked: readonly { post: Element; read: ReadPost }[]): Promise<void> {
    const era = this.#era;
    let verdicts: Verdict[];
    try {
      verdicts = await this.#engine.score(asked.map(({ read }) => read.reading.text));
    } catch (error) {
      this.#events.failed(error);
      return;
    }
    if (era !== this.#era) return;
    asked.forEach(({ post, read }, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined) return;
      this.#verdicts.put(read.post, read.key, verdict);
      // Meanwhile the post may say something else, or stand in other nodes, or be gone.
      const known = this.#known.get(post);
      if (known?.read?.key !== read.key) return;
      known.verdict = verdict;
      this.#mark(post);
    });
    this.#events.changed();
  }

  #unmark(post: Element): void {
    const known = this.#known.get(post);
    delete known?.verdict;
    delete known?.shown;
    this.#marks.drop(post);
  }

  /** Paints a post by what is known of it and by the settings. */
  #mark(post: Element): void {
    const known = this.#known.get(post);
    if (known?.read === undefined || known.verdict === undefined) return;
    const { read, verdict } = known;
    const flagged = flaggedIn(verdict.scores, this.#thresholds, this.#settings);
    const shown = { read, flagged: flagged.join() };
    if (known.shown?.read === read && known.shown.flagged === shown.flagged) return;
    known.shown = shown;
    if (flagged.length === 0) {
      this.#marks.drop(post);
      return;
    }
    const spans = verdict.marks
      .filter((mark) => flagged.includes(mark.category))
      .map((mark) => ({ ...mark, range: rangeOf(read.reading, mark.start, mark.end) }));
    this.#marks.show({ element: post, text: read.reading.text, spans });
  }
}

function stoodIn(node: Node, { read }: Known): boolean {
  return read?.reading.pieces.some((piece) => piece.node === node) ?? false;
}
