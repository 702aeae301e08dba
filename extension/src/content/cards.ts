/**
 * Opens, moves and closes the card as the reader means it.
 *
 * In: what pointer and keys mean, the marks on the page, the engine's reports. Out: one card at a time, and a wash under the words that
 * it speaks of. Never asks the engine before somebody asks for a card.
 */

import type { Engine } from "../engine/engine";
import { give } from "../settings/feedback";
import type { Category } from "../settings/settings";
import { type MessageKey, message } from "../shared/browser";
import { NO_REPEATS, repeatsOf } from "../templates/notes";
import { wordsOf } from "../templates/words";
import type { Action } from "./actions";
import { Card } from "./card";
import { type Explanation, explain, type Place } from "./explain";
import { type Ground, groundOf } from "./ground";
import type { Intents } from "./hover";
import type { MarkedPost, Marks, Span } from "./marks";
import { type Box, contains, overlap, union } from "./place";
import { rangeOf } from "./text";
import { closest, parentOf } from "./tree";

/** Underlines reach a little below the boxes of their words. */
const SLACK_PX = 3;

/** What a tap works on by itself. */
const OPERATED =
  "a[href], button, input, select, textarea, label, summary, video, audio, [role='button'], [contenteditable='true']";

interface Hit {
  readonly post: MarkedPost;
  /** Null where the pointer is on the post, and on none of its marked words. */
  readonly span: Span | null;
}

interface Open {
  readonly element: Element;
  readonly text: string;
  readonly lead: Span;
  /** The words that the card speaks of while the reader points at nothing in it. */
  readonly spoken: readonly Span[];
  /** The reader has done something about the mark: the card says what, whether or not there still is one. */
  acted: boolean;
  /** The pointer has been on the post or on the card, so that leaving them means something. */
  reached: boolean;
}

export interface CardEvents {
  /** The reader does something: a good moment to look after the marks. */
  stirred(): void;
  /** The engine gave no answer. */
  failed(error: unknown): void;
}

export class Cards implements Intents {
  readonly #document: Document;
  readonly #marks: Marks;
  readonly #engine: Engine;
  /** Where a post stands on this page, by the name that tells it apart. */
  readonly #find: (post: string) => Element | undefined;
  readonly #mildRules: () => readonly string[];
  readonly #events: CardEvents;
  readonly #card: Card;
  #open: Open | undefined;
  /** The post whose card says what has come of the reader's choice from the browser's menu. */
  #answered: Element | undefined;
  /** Counts up with every wish, so that a report that comes late opens nothing. */
  #wish = 0;
  #moving: number | undefined;

  constructor(parts: {
    document: Document;
    marks: Marks;
    engine: Engine;
    find: (post: string) => Element | undefined;
    mildRules: () => readonly string[];
    events: CardEvents;
  }) {
    this.#document = parts.document;
    this.#marks = parts.marks;
    this.#engine = parts.engine;
    this.#find = parts.find;
    this.#mildRules = parts.mildRules;
    this.#events = parts.events;
    this.#card = new Card(parts.document, {
      pointed: (at) => this.#point(at),
      acts: (action, undoes) => this.#act(action, undoes),
      goes: (post) => this.#goTo(post),
    });
  }

  rest(x: number, y: number): void {
    const hit = this.#hit(x, y);
    if (hit === null || this.#card.isEntered) return;
    // What the reader has just called hype may be marked now; the card still says so.
    if (this.#card.isOpen && hit.post.element === this.#answered) return;
    const isShown = this.#card.isOpen && hit.post.element === this.#open?.element;
    // A card that speaks of the post already is changed by nothing but its other words.
    if (isShown && (hit.span === null || hit.span === this.#open?.lead)) return;
    const lead = hit.span ?? this.#bestInView(hit.post);
    if (lead !== undefined) void this.#show(hit.post, { anchor: lead, pointed: hit.span, byPointer: true });
  }

  tap(x: number, y: number): void {
    const on = this.#document.elementFromPoint(x, y);
    // What the page does with a tap stays the page's.
    if (on === null || closest(on, OPERATED) !== null) return;
    this.rest(x, y);
  }

  move(x: number, y: number, event: Event): void {
    const box = this.#card.box();
    if (box === null || this.#open === undefined || this.#card.isEntered) return;
    // From the words to the card and back, the pointer may take any way between the two.
    const way = union([box, this.#anchor(this.#open.lead) ?? box]);
    const { element } = this.#open;
    if (isOn(element, x, y) || this.#card.holds(event) || contains(way, x, y, SLACK_PX))
      this.#open.reached = true;
    else if (this.#open.reached) this.close();
  }

  leave(event: Event): void {
    this.#wish += 1;
    if (!this.#card.holds(event) && !(event.type === "pointerleave" && this.#card.isEntered)) this.close();
  }

  stir(): void {
    // The page may have taken the card away.
    if (this.#open !== undefined && !this.#card.isOpen) this.close();
    this.#events.stirred();
  }

  step(direction: 1 | -1): void {
    const posts = this.#marks.posts().filter(({ spans }) => spans.some((span) => boxesOf(span).length > 0));
    if (direction === -1) posts.reverse();
    const open = posts.findIndex((post) => post.element === this.#open?.element);
    const isAhead = ({ element }: MarkedPost): boolean => {
      const { top, bottom } = element.getBoundingClientRect();
      return direction === 1 ? bottom > 0 : top < innerHeight;
    };
    const next = open === -1 ? posts.find(isAhead) : posts[open + 1];
    void this.#go(next ?? posts[0]);
  }

  enter(): void {
    if (this.#card.isOpen) this.#card.enter();
    else {
      const post = this.#marks.posts().find((marked) => this.#bestInView(marked) !== undefined);
      void this.#go(post).then(() => this.#card.enter());
    }
  }

  dismiss(): boolean {
    const wasOpen = this.#card.isOpen;
    this.close();
    return wasOpen;
  }

  scroll(): void {
    if (this.#open === undefined) return;
    this.#moving ??= requestAnimationFrame(() => {
      this.#moving = undefined;
      this.#place();
    });
  }

  /** Settings have changed: what the card says may be so no more. */
  outdate(): void {
    if (this.#open?.acted !== true && this.#answered === undefined) this.close();
  }

  /** Marks have changed: a card for words that are gone has nothing to say. */
  refresh(): void {
    if (this.#open === undefined || this.#open.acted) return;
    const post = this.#marks.get(this.#open.element);
    if (post?.reading.text === this.#open.text && post.spans.includes(this.#open.lead)) this.scroll();
    else this.#shut();
  }

  close(): void {
    this.#wish += 1;
    this.#shut();
  }

  /** Takes away a card that has lost its words, and no more: another one may have been asked for. */
  #shut(): void {
    this.#open = undefined;
    this.#answered = undefined;
    this.#card.close();
    this.#marks.hush();
  }

  /** Brings the post into view, and opens its card. */
  async #go(post: MarkedPost | undefined): Promise<void> {
    if (post === undefined) {
      this.#sayNone();
      return;
    }
    this.#marks.unfold(post.element);
    if (this.#bestInView(post) === undefined) {
      const words = post.spans.find((span) => boxesOf(span).length > 0)?.range?.startContainer.parentElement;
      (words ?? post.element).scrollIntoView({ block: "center", behavior: "instant" });
    }
    const anchor = this.#bestInView(post);
    if (anchor !== undefined) await this.#show(post, { anchor, pointed: null, byPointer: false });
  }

  /** To another post of this page, and its card if it has one. */
  #goTo(name: string): void {
    const element = this.#find(name);
    const post = element && this.#marks.get(element);
    if (post !== undefined) void this.#go(post);
    else element?.scrollIntoView({ block: "center", behavior: "instant" });
  }

  #sayNone(): void {
    const { clientWidth } = this.#document.documentElement;
    const middle = Math.max(0, (clientWidth - Card.WIDTH_PX) / 2);
    this.#say("cardNoMark", "noMarkNoApproval", { left: middle, right: middle, top: 0, bottom: 0 });
  }

  /** The browser's menu was opened where there is no post. */
  sayNoPost(x: number, y: number): void {
    this.#say("cardNoPost", "cardNoPostMeans", pointBox(x, y));
  }

  #say(title: MessageKey, text: MessageKey, anchor: Box): void {
    this.close();
    this.#card.open(plainly(message(title), message(text)), this.#ground());
    this.#card.place(anchor, []);
  }

  #ground(): Ground {
    return groundOf(this.#document.body ?? this.#document.documentElement);
  }

  /** Opens the card of a post that is marked, and says whether it is. */
  showMarked(post: Element): boolean {
    const marked = this.#marks.get(post);
    if (marked !== undefined) void this.#go(marked);
    return marked !== undefined;
  }

  /** Does at once what the reader has chosen from the browser's menu; the card says what that was, and takes it back. */
  carryOut(action: Action, { post, x, y }: { post: Element; x: number; y: number }): void {
    this.close();
    this.#answered = post;
    this.#card.open(plainly(action.label, ""), groundOf(post));
    this.#card.place(pointBox(x, y), []);
    this.#card.carryOut(action);
  }

  /** Brings out the words that something in the card speaks of. */
  #point(at: Place | null): void {
    const post = this.#open === undefined ? undefined : this.#marks.get(this.#open.element);
    if (this.#open === undefined || post === undefined) return;
    try {
      const words = at && { ...at, range: rangeOf(post.reading, at.start, at.end) };
      this.#marks.speak(post.element, words === null ? this.#open.spoken : [words]);
    } catch {
      // The page has just changed the words.
      this.#marks.hush();
    }
  }

  async #act({ feedback }: Action, undoes: boolean): Promise<void> {
    const open = this.#open;
    if (open !== undefined) open.acted = true;
    try {
      await give(feedback, !undoes);
      // The card is smaller now, and may have left the pointer behind.
      if (open !== undefined) open.reached = false;
    } catch (error) {
      this.#events.failed(error);
      throw error;
    }
  }

  /** `anchor` is where the card goes; `pointed` what it must speak of first, if the reader pointed at some words. */
  async #show(
    post: MarkedPost,
    { anchor, pointed, byPointer }: { anchor: Span; pointed: Span | null; byPointer: boolean },
  ): Promise<void> {
    this.#wish += 1;
    const wish = this.#wish;
    const flagged = [...new Set<Category>(post.spans.map((span) => span.category))];
    try {
      const { text } = post.reading;
      const [report, words, repeats] = await Promise.all([
        this.#engine.report(text),
        this.#engine.words(),
        // A card is one without that, too.
        post.note === null ? NO_REPEATS : repeatsOf(post.note).catch(() => NO_REPEATS),
      ]);
      if (wish !== this.#wish || this.#marks.get(post.element) !== post) return;
      const { identity } = post;
      const explanation = explain(report, words, flagged, pointed, {
        identity,
        mildRules: this.#mildRules(),
      });
      if (explanation === null) return;
      const spoken = explanation.sections.flatMap(({ spoken: at }) =>
        post.spans.filter(
          (span) => span.category === at.category && span.start === at.start && span.end === at.end,
        ),
      );
      this.#open = {
        element: post.element,
        text,
        lead: pointed ?? spoken[0] ?? anchor,
        spoken,
        acted: false,
        reached: byPointer,
      };
      this.#answered = undefined;
      const told = wordsOf(repeats, (name) => this.#find(name) !== undefined);
      this.#card.open({ ...explanation, ...(told && { repeats: told }) }, groundOf(post.element));
      this.#marks.speak(post.element, spoken);
      this.#place();
    } catch (error) {
      this.#events.failed(error);
    }
  }

  #place(): void {
    if (this.#open === undefined) return;
    const post = this.#marks.get(this.#open.element);
    const anchor = this.#anchor(this.#open.lead) ?? this.#anchorOfPost(post);
    if ((post === undefined && !this.#open.acted) || anchor === null) {
      this.#shut();
      return;
    }
    const view = this.#view();
    const words = (post?.spans ?? []).flatMap(boxesOf).filter((box) => overlap(box, view));
    this.#card.place(anchor, words);
  }

  /** The visible lines of the words, as one box. */
  #anchor(span: Span): Box | null {
    const view = this.#view();
    const boxes = boxesOf(span).filter((box) => overlap(box, view));
    return boxes.length === 0 ? null : union(boxes);
  }

  #anchorOfPost(post: MarkedPost | undefined): Box | null {
    const seen = post && this.#bestInView(post);
    return seen === undefined ? null : this.#anchor(seen);
  }

  #hit(x: number, y: number): Hit | null {
    const on = this.#document.elementFromPoint(x, y);
    // Nothing changes a card while the pointer is on it.
    if (on === null || Card.isHost(on)) return null;
    // The innermost: a quoted post comes after the one that quotes it.
    const post = this.#marks.posts().findLast(({ element }) => isOn(element, x, y) && isPartOf(on, element));
    if (post === undefined) return null;
    const isHit = (span: Span): boolean => boxesOf(span).some((box) => contains(box, x, y, SLACK_PX));
    return { post, span: post.spans.find(isHit) ?? null };
  }

  #bestInView(post: MarkedPost): Span | undefined {
    return post.spans.find((span) => this.#anchor(span) !== null);
  }

  #view(): Box {
    return { left: 0, top: 0, right: this.#document.documentElement.clientWidth, bottom: innerHeight };
  }
}

function plainly(title: string, text: string): Explanation {
  return { sections: [], lowered: [], actions: [], structureOnly: false, plain: { title, text } };
}

/** The line under the pointer, or so. */
function pointBox(x: number, y: number): Box {
  return { left: x, right: x, top: y - SLACK_PX, bottom: y + SLACK_PX };
}

function boxesOf({ range }: Span): Box[] {
  return range === null ? [] : [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
}

function isOn(element: Element, x: number, y: number): boolean {
  return contains(element.getBoundingClientRect(), x, y, 0);
}

/**
 * Whether what lies under the pointer belongs to the post: inside it, or a transparent link laid over it by the element around it. A
 * dialog of the page that covers the post does neither, and neither does what stands at the top of the page.
 */
function isPartOf(on: Element, post: Element): boolean {
  if (post.contains(on)) return true;
  const around = parentOf(on);
  const { body, documentElement } = post.ownerDocument;
  return around !== null && around !== body && around !== documentElement && around.contains(post);
}
