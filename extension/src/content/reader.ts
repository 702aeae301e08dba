/**
 * Reads the posts of a page as they come near, and has the flagged ones marked.
 *
 * What the watcher has seen is looked at once a frame, within a budget, and only posts near the viewport are read. What the engine said is
 * kept by what a post says, so that a post that is built anew costs no second question. Never knows what a mark looks like, nor what a card
 * says.
 */

import type { Engine } from "../engine/engine";
import { CLEAN, type Verdict } from "../engine/verdict";
import type { Learnt } from "../settings/learnt";
import type { RuleChoices, Settings } from "../settings/settings";
import { flaggedIn, type Scores, type Thresholds } from "../shared/catalogue";
import { type Note, noteOf } from "../templates/notes";
import { Exemptions, type Identity } from "./exempt";
import type { MarkedPost, Marks } from "./marks";
import type { Posts, ReadPost } from "./posts";
import { Questions } from "./questions";
import { rangeOf, samePlaces } from "./text";
import { isInPage } from "./tree";
import { Verdicts } from "./verdicts";
import { Watcher } from "./watcher";

/** Of the 16 ms of a frame. What does not fit waits for the next one. */
const BUDGET_MS = 4;
/** To look for selectors anew takes at most this share of the time. */
const SETTLE_SHARE = 0.05;

interface Known {
  near: boolean;
  read?: ReadPost;
  verdict?: Verdict;
  /** Null where the verdict has nothing to mark. */
  identity?: Identity | null;
  /** What the marks on the page were made from. */
  shown?: { read: ReadPost; flagged: string };
}

export interface ReaderEvents {
  /** The page did something: a good moment to look after the marks. May stop the reader. */
  stirred(): void;
  /** Something was read, marked or dropped. */
  changed(): void;
  /** Posts that something speaks for were read, or are marked otherwise than before. */
  noted(notes: readonly Note[]): void;
  /** The engine gave no answer; the posts are asked about again. */
  failed(error: unknown): void;
  /** The engine answers. */
  answered(): void;
}

export class Reader {
  readonly #posts: Posts;
  readonly #marks: Marks;
  readonly #engine: Engine;
  readonly #watcher: Watcher;
  readonly #questions: Questions;
  readonly #thresholds: Thresholds;
  readonly #events: ReaderEvents;
  readonly #verdicts = new Verdicts();

  readonly #known = new Map<Element, Known>();
  readonly #unread = new Set<Element>();
  #skipped = false;
  /** When selectors may be looked for again. */
  #settleFrom = 0;
  #foundPost = false;
  #frame: number | undefined;
  #settings: Settings;
  #edition: string;
  #exemptions: Exemptions;
  #running = false;
  /** Posts of the batch that is being answered. */
  #answered: Element[] = [];

  constructor(parts: {
    document: Document;
    posts: Posts;
    marks: Marks;
    engine: Engine;
    thresholds: Thresholds;
    settings: Settings;
    learnt: Learnt;
    events: ReaderEvents;
  }) {
    this.#posts = parts.posts;
    this.#marks = parts.marks;
    this.#engine = parts.engine;
    this.#thresholds = parts.thresholds;
    this.#settings = parts.settings;
    this.#exemptions = new Exemptions(parts.settings);
    this.#events = parts.events;
    this.#edition = parts.learnt.edition;
    this.#marks.look(this.#settings.appearance);
    this.#engine.configure(this.#settings);
    this.#engine.learn(parts.learnt);
    this.#watcher = new Watcher(parts.document, parts.marks, {
      stirs: () => this.#schedule(),
      losesTrack: () => this.#rereadNear(),
      approaches: (post, isNear) => this.#approach(post, isNear),
    });
    this.#questions = new Questions(parts.engine, {
      learns: (text, verdict, posts) => this.#learnOf(text, verdict, posts),
      answered: () => this.#showAnswered(),
      unanswered: (text, posts) => this.#forget(text, posts),
      failed: (error) => this.#events.failed(error),
      due: () => this.#schedule(),
    });
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#watcher.start();
  }

  /** Stops, and takes all marks back. What was learnt of posts is kept for the next start. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#watcher.stop();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#questions.rest();
    this.#known.clear();
    this.#unread.clear();
    this.#marks.clear();
  }

  /** Something happened: a good moment to read what could not be read before. */
  stir(): void {
    if (this.#unread.size > 0) this.#schedule();
  }

  /** Whether some post could not be read. */
  hasSkipped(): boolean {
    return this.#skipped;
  }

  /** Paints anew under other settings. Only other rules or lessons make it ask the engine again. */
  apply(settings: Settings, learnt: Learnt): void {
    const sameRules = sameChoices(settings, this.#settings);
    const sameLessons = learnt.edition === this.#edition;
    this.#settings = settings;
    this.#edition = learnt.edition;
    this.#exemptions = new Exemptions(settings);
    this.#marks.look(settings.appearance);
    if (sameRules && sameLessons) {
      this.#mark(this.#known.keys());
    } else {
      this.#questions.void();
      this.#engine.configure(settings);
      this.#engine.learn(learnt);
      this.#verdicts.clear();
      for (const known of this.#known.values()) delete known.read;
      this.#rereadNear();
      this.#schedule();
    }
    this.#events.changed();
  }

  /** The scores of every post read so far. */
  scores(): Scores[] {
    return this.#verdicts.read(this.#exemptions);
  }

  /** Where a post stands now that was read under this name. */
  find(post: string): Element | undefined {
    for (const [element, { read }] of this.#known)
      if (read?.post === post && element.isConnected) return element;
    return undefined;
  }

  /** All that is near was looked at, and no post with words was ever among it; quotes alone do not count. */
  foundNothing(): boolean {
    if (this.#foundPost || this.#left + this.#unread.size > 0) return false;
    return this.#known.size === 0 || [...this.#known.values()].some(({ near }) => near);
  }

  /** What the watcher has seen, and nobody has looked at yet. */
  get #left(): number {
    return this.#watcher.arrived.size + this.#watcher.changed.size;
  }

  #rereadNear(): void {
    for (const [post, known] of this.#known) if (known.near) this.#unread.add(post);
  }

  #approach(post: Element, isNear: boolean): void {
    const known = this.#known.get(post);
    if (known === undefined) return;
    known.near = isNear;
    if (!isNear) {
      this.#unread.delete(post);
      return;
    }
    this.#unread.add(post);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#running) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#work();
    });
  }

  #work(): void {
    this.#events.stirred();
    if (!this.#running) return;
    const end = performance.now() + BUDGET_MS;
    const dropped = this.#dropRemoved();
    this.#meetArrived(end);
    this.#heedChanged(end);
    this.#regroundNear();
    const read = this.#readNear(end);
    if (dropped || read || this.foundNothing()) this.#events.changed();
    // Where no more may be asked, the answer reads on, or the end of the pause.
    const waits = this.#questions.isFull;
    if (waits && this.#unread.size > 0) this.#questions.remind();
    if (this.#left + (waits ? 0 : this.#unread.size) > 0) this.#schedule();
  }

  #dropRemoved(): boolean {
    if (!this.#watcher.takeRemoved()) return false;
    let dropped = false;
    for (const post of this.#known.keys()) {
      if (post.isConnected) continue;
      this.#drop(post);
      dropped = true;
    }
    return dropped;
  }

  #drop(post: Element): void {
    this.#known.delete(post);
    this.#unread.delete(post);
    this.#watcher.leave(post);
    this.#marks.drop(post);
  }

  #meetArrived(end: number): void {
    const { arrived } = this.#watcher;
    if (arrived.size > 0 && !this.#settle()) return;
    for (const node of arrived) {
      if (performance.now() > end) return;
      arrived.delete(node);
      if (!isInPage(node)) continue;
      for (const post of this.#posts.around(node)) {
        const known = this.#known.get(post);
        if (known === undefined) {
          this.#known.set(post, { near: false });
          this.#watcher.watch(post);
        } else if (known.near) {
          // A post that was moved has lost its ranges on the way.
          this.#unread.add(post);
        }
      }
    }
  }

  /** Chooses the selectors, again where better ones find something; returns false while it is too early to look. */
  #settle(): boolean {
    const isDue =
      this.#known.size === 0 ||
      this.#posts.hasOutgrown(this.#watcher.document) ||
      [...this.#watcher.arrived].some((node) => isInPage(node) && this.#posts.findsBetter(node));
    if (!isDue) return true;
    const start = performance.now();
    if (start < this.#settleFrom) return false;
    if (this.#settlesAnew()) {
      for (const post of this.#known.keys()) if (!this.#posts.isOne(post)) this.#drop(post);
      this.#watcher.meetAll();
    }
    const now = performance.now();
    this.#settleFrom = now + (now - start) / SETTLE_SHARE;
    return true;
  }

  #settlesAnew(): boolean {
    try {
      return this.#posts.settle(this.#watcher.document);
    } catch {
      this.#skipped = true;
      return false;
    }
  }

  #heedChanged(end: number): void {
    const { changed } = this.#watcher;
    for (const node of changed) {
      if (performance.now() > end) return;
      changed.delete(node);
      const post = this.#posts.holding(node);
      if (post !== null && this.#known.get(post)?.near) this.#unread.add(post);
    }
  }

  #regroundNear(): void {
    if (!this.#watcher.takeRecoloured()) return;
    for (const [post, known] of this.#known) if (known.near) this.#marks.reground(post);
  }

  /** Reads what is near. Known verdicts are painted at once; the other texts go to the engine in one batch. */
  #readNear(end: number): boolean {
    const remembered: Element[] = [];
    let looked = 0;
    for (const post of this.#unread) {
      if (this.#questions.isFull) break;
      // At least one a frame, however busy the page is.
      if (looked > 0 && performance.now() > end) break;
      looked += 1;
      this.#unread.delete(post);
      const known = this.#known.get(post);
      if (known === undefined || !post.isConnected) continue;
      try {
        if (this.#readOne(post, known)) remembered.push(post);
      } catch {
        this.#skip(post, known);
      }
    }
    this.#mark(remembered);
    void this.#questions.ask();
    return remembered.length > 0;
  }

  /** Whether its verdict is known; if not, the engine is asked, where there is something to ask. */
  #readOne(post: Element, known: Known): boolean {
    const read = this.#posts.read(post);
    if (read !== null && this.#isAsBefore(post, known, read)) {
      this.#marks.reground(post);
      return false;
    }
    if (read === null) {
      delete known.read;
      this.#unmark(post);
      return false;
    }
    known.read = read;
    this.#foundPost ||= !this.#posts.isQuote(post);
    const { text } = read.reading;
    const verdict = this.#verdicts.get(text);
    if (verdict !== undefined) {
      this.#learn(post, known, read, verdict);
      return true;
    }
    this.#unmark(post);
    this.#questions.add(text, post);
    return false;
  }

  /** A page can make the DOM answer with what nobody expects. That costs the post alone. */
  #skip(post: Element, known: Known): void {
    this.#skipped = true;
    delete known.read;
    this.#unmark(post);
  }

  /** Whether the post says the same in the same places, and its marks are still there. */
  #isAsBefore(post: Element, known: Known, read: ReadPost): boolean {
    return (
      known.read !== undefined && samePlaces(known.read.reading, read.reading) && this.#marks.holds(post)
    );
  }

  /** What the core broke on is not asked again. */
  #learnOf(text: string, verdict: Verdict | null, posts: readonly Element[]): void {
    this.#skipped ||= verdict === null;
    this.#verdicts.put(text, verdict ?? CLEAN);
    for (const post of this.#stillSaying(text, posts)) {
      const known = this.#known.get(post);
      if (known?.read === undefined) continue;
      try {
        this.#learn(post, known, known.read, verdict ?? CLEAN);
        this.#answered.push(post);
      } catch {
        this.#skip(post, known);
      }
    }
  }

  #showAnswered(): void {
    const answered = this.#answered;
    this.#answered = [];
    this.#events.answered();
    this.#mark(answered);
    this.#events.changed();
    this.stir();
  }

  /** The engine did not answer: the posts are as if they had not been read. */
  #forget(text: string, posts: readonly Element[]): void {
    for (const post of this.#stillSaying(text, posts)) {
      delete this.#known.get(post)?.read;
      this.#unread.add(post);
    }
  }

  /** Meanwhile a post may say something else, or stand in other nodes, or be gone. */
  #stillSaying(text: string, posts: readonly Element[]): Element[] {
    return posts.filter((post) => this.#known.get(post)?.read?.reading.text === text);
  }

  #learn(post: Element, known: Known, read: ReadPost, verdict: Verdict): void {
    known.verdict = verdict;
    known.identity = verdict === CLEAN ? null : this.#posts.identify(post, read.reading.text);
    this.#verdicts.count(read.post, verdict, known.identity);
  }

  #unmark(post: Element): void {
    const known = this.#known.get(post);
    delete known?.verdict;
    delete known?.identity;
    delete known?.shown;
    this.#marks.drop(post);
  }

  /** Paints posts by what is known of them and by the settings. */
  #mark(posts: Iterable<Element>): void {
    const marked: MarkedPost[] = [];
    const notes: Note[] = [];
    for (const element of posts) {
      const known = this.#known.get(element);
      if (known?.read === undefined || known.verdict === undefined) continue;
      const { read, verdict, identity = null } = known;
      const isExempt = identity === null || this.#exemptions.holds(identity);
      const flagged = isExempt ? [] : flaggedIn(verdict.scores, this.#thresholds, this.#settings);
      const shown = { read, flagged: flagged.join() };
      if (known.shown?.read === read && known.shown.flagged === shown.flagged) continue;
      known.shown = shown;
      const note = identity && noteOf(read, identity, verdict, flagged);
      if (note !== null) notes.push(note);
      if (identity === null || flagged.length === 0) {
        this.#marks.drop(element);
        continue;
      }
      try {
        const [lead, ...others] = verdict.marks
          .filter((mark) => flagged.includes(mark.category))
          .map((mark) => ({ ...mark, range: rangeOf(read.reading, mark.start, mark.end) }));
        if (lead !== undefined)
          marked.push({
            element,
            reading: read.reading,
            identity,
            note,
            spans: [lead, ...others],
            isAlone: !this.#posts.holdsOthers(element),
          });
      } catch {
        this.#skip(element, known);
      }
    }
    this.#marks.show(marked);
    if (notes.length > 0) this.#events.noted(notes);
  }
}

function sameChoices(one: RuleChoices, other: RuleChoices): boolean {
  return (
    one.disabledRules.join() === other.disabledRules.join() &&
    one.strictRules.join() === other.strictRules.join() &&
    one.mildRules.join() === other.mildRules.join() &&
    JSON.stringify(one.ownRules) === JSON.stringify(other.ownRules)
  );
}
