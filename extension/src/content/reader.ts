/**
 * Reads the posts of a page as they come near, asks the engine about them, and has the flagged ones marked.
 *
 * One observer watches for nodes that come and go and for text that changes; what it says is looked at once a frame, within a budget,
 * and only posts near the viewport are read. What the engine said is kept by what a post says, so that a post that is built anew costs
 * no second question. Never knows what a mark looks like, nor what a card says.
 */

import type { Engine } from "../engine/engine";
import { CLEAN, type Verdict } from "../engine/verdict";
import type { Learnt } from "../settings/learnt";
import type { RuleChoices, Settings } from "../settings/settings";
import { flaggedIn, type Scores, type Thresholds } from "../shared/catalogue";
import { type Note, noteOf } from "../templates/notes";
import { Card } from "./card";
import { listen } from "./events";
import { Exemptions, type Identity } from "./exempt";
import type { MarkedPost, Marks } from "./marks";
import type { Posts, ReadPost } from "./posts";
import { rangeOf, samePlaces } from "./text";
import { isInPage } from "./tree";
import { Verdicts } from "./verdicts";

/** Of the 16 ms of a frame. What does not fit waits for the next one. */
const BUDGET_MS = 4;
/** How far outside the viewport posts are read, so that marks are there before the post is. */
const NEAR = "1200px 0px";
/** To look for selectors anew takes at most this share of the time. */
const SETTLE_SHARE = 0.05;
/** Units that the engine may be asked about at once. Until it has answered, nothing more is read. */
const MOST_ASKED = 200_000;
const MOST_ASKED_POSTS = 500;
/** An engine that failed is asked again when something happens, but not before: doubled each time up to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4000;
/** Where more than this has come or changed in one frame, to look at everything once is less work. */
const MOST_WAITING = 2000;

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
  readonly #unread = new Set<Element>();
  /** Which posts wait for the answer to a question under way, by what they say. */
  readonly #waiting = new Map<string, Set<Element>>();
  #asked = 0;
  /** When the engine may be asked again, after it failed; and who sees to it, once something has happened. */
  #askFrom = 0;
  #pause = FIRST_PAUSE_MS;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #skipped = false;
  /** When selectors may be looked for again. */
  #settleFrom = 0;
  #removed = false;
  #missed = false;
  #foundPost = false;
  #recoloured = false;
  #frame: number | undefined;
  #settings: Settings;
  #edition: string;
  #exemptions: Exemptions;
  /** Counts up when rules or lessons change: answers to older questions are void. */
  #era = 0;
  #running = false;
  #listening: AbortController | undefined;

  readonly #mutations = new MutationObserver((records) => this.#note(records));
  readonly #colours = new MutationObserver(() => this.#recolour());
  readonly #nearness = new IntersectionObserver((entries) => this.#approach(entries), {
    rootMargin: NEAR,
    scrollMargin: NEAR, // the same for a timeline that scrolls within the page
  });

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
    this.#document = parts.document;
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
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#mutations.observe(this.#document, { childList: true, characterData: true, subtree: true });
    this.#watchColours();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    listen(this.#document, "transitionend", this.#onTransition, { signal, passive: true });
    listen(this.#document, "visibilitychange", this.#onVisible, { signal });
    this.#lookAtAll();
  }

  /** Stops, and takes all marks back. What was learnt of posts is kept for the next start. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#mutations.disconnect();
    this.#colours.disconnect();
    this.#nearness.disconnect();
    this.#listening?.abort();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    clearTimeout(this.#asking);
    this.#asking = undefined;
    this.#known.clear();
    for (const noted of [this.#arrived, this.#changed, this.#unread]) noted.clear();
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
      this.#era += 1;
      this.#engine.configure(settings);
      this.#engine.learn(learnt);
      this.#verdicts.clear();
      this.#waiting.clear();
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
    if (this.#foundPost || this.#arrived.size + this.#changed.size + this.#unread.size > 0) return false;
    return this.#known.size === 0 || [...this.#known.values()].some(({ near }) => near);
  }

  #note(records: readonly MutationRecord[]): void {
    // Frames stand still while nobody looks. To keep what comes and goes meanwhile would only pile up; all is looked at afterwards.
    if (this.#document.hidden) {
      this.#missed = true;
      return;
    }
    const { documentElement } = this.#document;
    for (const { target, addedNodes, removedNodes } of records) {
      if (target === documentElement && (isOurs(addedNodes) || isOurs(removedNodes))) continue;
      const removed = removedNodes.length > 0;
      if (removed) this.#removed = true;
      // Elements that came to where they are say by themselves which post they stand in.
      let changed = removed || addedNodes.length === 0;
      for (let index = 0; index < addedNodes.length; index += 1) {
        const node = addedNodes[index];
        if (node instanceof Element) this.#arrived.add(node);
        else changed = true;
      }
      if (changed) this.#changed.add(target);
      if (target === documentElement || target === this.#document) this.#watchColours();
    }
    if (this.#arrived.size + this.#changed.size > MOST_WAITING) this.#lookAtAll();
    else if (this.#removed || this.#arrived.size + this.#changed.size > 0) this.#schedule();
  }

  /** What came and changed was not kept, or is too much to be gone through one by one. */
  #lookAtAll(): void {
    this.#removed = true;
    this.#changed.clear();
    this.#arrived.clear();
    this.#arrived.add(this.#document.documentElement);
    for (const [post, known] of this.#known) if (known.near) this.#unread.add(post);
    this.#schedule();
  }

  readonly #onVisible = (): void => {
    if (!this.#missed || this.#document.hidden) return;
    this.#missed = false;
    this.#lookAtAll();
  };

  /** Where sites keep their theme, also after they have put in another body. Other changes of colour are seen at the next painting. */
  #watchColours(): void {
    this.#colours.disconnect();
    const { documentElement, body } = this.#document;
    this.#colours.observe(documentElement, { attributes: true });
    if (body !== null) this.#colours.observe(body, { attributes: true });
  }

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
    this.#events.stirred();
    if (!this.#running) return;
    const end = performance.now() + BUDGET_MS;
    const dropped = this.#dropRemoved();
    this.#meetArrived(end);
    this.#heedChanged(end);
    this.#regroundNear();
    const read = this.#mayAsk() && this.#readNear(end);
    if (dropped || read || this.foundNothing()) this.#events.changed();
    const unread = this.#mayAsk() ? this.#unread.size : 0;
    if (this.#arrived.size + this.#changed.size + unread > 0) this.#schedule();
  }

  /** Where not, the posts wait: for the answer, which reads on, or for the end of the pause. */
  #mayAsk(): boolean {
    if (this.#asked >= MOST_ASKED) return false;
    const wait = this.#askFrom - performance.now();
    if (wait <= 0) return true;
    if (this.#unread.size > 0) {
      this.#asking ??= setTimeout(() => {
        this.#asking = undefined;
        this.#schedule();
      }, wait);
    }
    return false;
  }

  #dropRemoved(): boolean {
    if (!this.#removed) return false;
    this.#removed = false;
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
    this.#nearness.unobserve(post);
    this.#marks.drop(post);
  }

  #meetArrived(end: number): void {
    if (this.#arrived.size > 0 && !this.#settle()) return;
    for (const node of this.#arrived) {
      if (performance.now() > end) return;
      this.#arrived.delete(node);
      if (!isInPage(node)) continue;
      for (const post of this.#posts.around(node)) {
        const known = this.#known.get(post);
        if (known === undefined) {
          this.#known.set(post, { near: false });
          this.#nearness.observe(post);
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
      this.#posts.hasOutgrown(this.#document) ||
      [...this.#arrived].some((node) => isInPage(node) && this.#posts.findsBetter(node));
    if (!isDue) return true;
    const start = performance.now();
    if (start < this.#settleFrom) return false;
    if (this.#settlesAnew()) {
      for (const post of this.#known.keys()) if (!this.#posts.isOne(post)) this.#drop(post);
      this.#arrived.clear();
      this.#arrived.add(this.#document.documentElement);
    }
    const now = performance.now();
    this.#settleFrom = now + (now - start) / SETTLE_SHARE;
    return true;
  }

  #settlesAnew(): boolean {
    try {
      return this.#posts.settle(this.#document);
    } catch {
      this.#skipped = true;
      return false;
    }
  }

  #heedChanged(end: number): void {
    for (const node of this.#changed) {
      if (performance.now() > end) return;
      this.#changed.delete(node);
      const post = this.#posts.holding(node);
      if (post !== null && this.#known.get(post)?.near) this.#unread.add(post);
    }
  }

  #regroundNear(): void {
    if (!this.#recoloured) return;
    this.#recoloured = false;
    for (const [post, known] of this.#known) if (known.near) this.#marks.reground(post);
  }

  /** Reads what is near. Known verdicts are painted at once; the other texts go to the engine in one batch. */
  #readNear(end: number): boolean {
    const asked: ReadPost[] = [];
    const remembered: Element[] = [];
    let looked = 0;
    let asking = this.#asked;
    for (const post of this.#unread) {
      // At least one a frame, however busy the page is.
      if (looked > 0 && performance.now() > end) break;
      looked += 1;
      this.#unread.delete(post);
      const known = this.#known.get(post);
      if (known === undefined || !post.isConnected) continue;
      try {
        const next = this.#readOne(post, known);
        if (next === "remembered") remembered.push(post);
        else if (next !== undefined) {
          asked.push(next);
          asking += next.reading.text.length;
        }
      } catch {
        this.#skip(post, known);
      }
      if (asked.length === MOST_ASKED_POSTS || asking >= MOST_ASKED) break;
    }
    this.#mark(remembered);
    if (asked.length > 0) void this.#ask(asked);
    return remembered.length > 0;
  }

  /** Returns what the engine has to be asked, if anything. */
  #readOne(post: Element, known: Known): ReadPost | "remembered" | undefined {
    const read = this.#posts.read(post);
    if (read !== null && this.#isAsBefore(post, known, read)) {
      this.#marks.reground(post);
      return undefined;
    }
    if (read === null) {
      delete known.read;
      this.#unmark(post);
      return undefined;
    }
    known.read = read;
    this.#foundPost ||= !this.#posts.isQuote(post);
    const { text } = read.reading;
    const verdict = this.#verdicts.get(text);
    if (verdict !== undefined) {
      this.#learn(post, known, read, verdict);
      return "remembered";
    }
    this.#unmark(post);
    const waiting = this.#waiting.get(text);
    if (waiting !== undefined) {
      waiting.add(post);
      return undefined;
    }
    this.#waiting.set(text, new Set([post]));
    return read;
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

  async #ask(asked: readonly ReadPost[]): Promise<void> {
    const era = this.#era;
    const asking = units(asked);
    this.#asked += asking;
    const verdicts = await this.#engine
      .score(asked.map((read) => read.reading.text))
      .catch((error: unknown) => {
        if (era === this.#era) this.#retry(asked);
        this.#events.failed(error);
        return undefined;
      });
    this.#asked -= asking;
    if (verdicts === undefined || era !== this.#era) return;
    this.#pause = FIRST_PAUSE_MS;
    this.#events.answered();
    const answered: Element[] = [];
    asked.forEach((read, index) => {
      // What the core broke on is not asked again.
      const verdict = verdicts[index] ?? CLEAN;
      this.#skipped ||= verdicts[index] == null;
      const { text } = read.reading;
      this.#verdicts.put(text, verdict);
      for (const post of this.#takeWaiting(text)) {
        const known = this.#known.get(post);
        if (known?.read === undefined) continue;
        try {
          this.#learn(post, known, known.read, verdict);
          answered.push(post);
        } catch {
          this.#skip(post, known);
        }
      }
    });
    this.#mark(answered);
    this.#events.changed();
    this.stir();
  }

  #learn(post: Element, known: Known, read: ReadPost, verdict: Verdict): void {
    known.verdict = verdict;
    known.identity = verdict === CLEAN ? null : this.#posts.identify(post, read.reading.text);
    this.#verdicts.count(read.post, verdict, known.identity);
  }

  /** The posts that wait for what the engine says of a text, and still say that. */
  #takeWaiting(text: string): Element[] {
    const waiting = [...(this.#waiting.get(text) ?? [])];
    this.#waiting.delete(text);
    // Meanwhile a post may say something else, or stand in other nodes, or be gone.
    return waiting.filter((post) => this.#known.get(post)?.read?.reading.text === text);
  }

  /** The engine did not answer: the posts are as if they had not been read. */
  #retry(asked: readonly ReadPost[]): void {
    for (const { reading } of asked) {
      for (const post of this.#takeWaiting(reading.text)) {
        delete this.#known.get(post)?.read;
        this.#unread.add(post);
      }
    }
    this.#askFrom = performance.now() + this.#pause;
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
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

/** The card comes and goes beside the page's own body, and by itself. */
function isOurs(nodes: NodeList): boolean {
  return nodes.length === 1 && nodes[0] !== undefined && Card.isHost(nodes[0]);
}

function sameChoices(one: RuleChoices, other: RuleChoices): boolean {
  return (
    one.disabledRules.join() === other.disabledRules.join() &&
    one.strictRules.join() === other.strictRules.join() &&
    one.mildRules.join() === other.mildRules.join() &&
    JSON.stringify(one.ownRules) === JSON.stringify(other.ownRules)
  );
}

function units(asked: readonly ReadPost[]): number {
  return asked.reduce((sum, { reading }) => sum + reading.text.length, 0);
}
