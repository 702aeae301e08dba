/**
 * The card: one element in the top layer, there only while it is open.
 *
 * In: an explanation, and boxes that it must not cover. Out: what the reader does in it. It stands outside the page's body, in a shadow root
 * with a style of its own, which is closed to the page. It takes the focus only when it is entered by key, never
 * scrolls the page, and never knows of posts, reports or the engine.
 */

import { message, reasonOf } from "../shared/browser";
import type { Action } from "./actions";
import { CardBody } from "./card-body";
import { CARD_STYLE } from "./card-style";
import type { Explanation, Place } from "./explain";
import type { Ground } from "./ground";
import { type Box, grow, place } from "./place";

/** Set by the build: tests read the card, and nobody else does. */
declare const CARD_IS_OPEN_TO_TESTS: boolean;

export interface CardEvents {
  /** The reader points at something that is said of these words; null: no more. */
  pointed(at: Place | null): void;
  /** The reader does something about the mark, or undoes it; resolves when that is done. */
  acts(action: Action, undoes: boolean): Promise<void>;
  /** The reader wants to see another post of this page. */
  goes(post: string): void;
}

/** What a page's own rules must not change about the host. */
const HOST_STYLE: readonly (readonly [string, string])[] = [
  ["all", "initial"],
  ["position", "fixed"],
  ["inset", "auto"],
  ["display", "block"],
  ["margin", "0"],
  ["padding", "0"],
  ["border", "0"],
  ["background", "transparent"],
  ["overflow", "visible"],
  ["z-index", "2147483647"],
];

/** What readers widen by style sheets of their own (WCAG 1.4.12). The card sets these itself, so that a page's rules do not reach it. */
const SPACING = ["letter-spacing", "word-spacing", "line-height"];

const LINE_PX = 40;

/** Left free on both sides, where the window is narrow. */
const SIDE_PX = 8;

export class Card {
  static readonly WIDTH_PX = 380;

  static readonly #hosts = new WeakSet<Node>();

  /** Whether a node of the page is the host of a card. */
  static isHost(node: Node): boolean {
    return Card.#hosts.has(node);
  }

  readonly #document: Document;
  readonly #events: CardEvents | undefined;
  readonly #body: CardBody;
  readonly #host: HTMLElement;
  readonly #card: HTMLElement;
  readonly #announcer: HTMLElement;
  #focusBefore: Element | null = null;
  #isEntered = false;
  #placed: { anchor: Box; words: readonly Box[] } | undefined;
  /** Counts up whenever something else is shown, so that what has come of a choice is not said in another card. */
  #shown = 0;
  /** How high it is before the reader asks for more. */
  #height = 0;

  /** Without `events`, it is there to be read alone. */
  constructor(document: Document, events?: CardEvents) {
    this.#document = document;
    this.#events = events;
    this.#body = new CardBody(document, {
      pointed: (at) => this.#events?.pointed(at),
      acts: (action) => this.#act(action, false),
      goes: (post) => this.#events?.goes(post),
      resized: () => this.#replace(),
    });
    // No name that a page could define as an element of its own: its code would run then, and know us.
    this.#host = document.createElement("div");
    Card.#hosts.add(this.#host);
    const root = this.#host.attachShadow({ mode: CARD_IS_OPEN_TO_TESTS ? "open" : "closed" });
    const style = new CSSStyleSheet();
    style.replaceSync(CARD_STYLE);
    root.adoptedStyleSheets = [style];
    this.#card = document.createElement("section");
    this.#card.className = "card";
    this.#card.setAttribute("role", "dialog");
    this.#card.setAttribute("aria-labelledby", "kind");
    this.#card.tabIndex = -1;
    this.#announcer = document.createElement("p");
    this.#announcer.className = "unseen";
    this.#announcer.setAttribute("aria-live", "polite");
    root.append(this.#card, this.#announcer);
    // What happens in the card is no business of the page's: keys have meanings there, too.
    for (const type of ["click", "keydown", "keypress", "keyup"])
      root.addEventListener(type, (event) => event.stopPropagation());
    this.#card.addEventListener("keydown", (event) => this.#onKey(event));
    this.#card.addEventListener("focusout", (event) => {
      if (event.relatedTarget === null) this.#isEntered = false;
    });
  }

  /** Takes the focus, by the reader's key. */
  enter(): void {
    if (!this.isOpen) return;
    if (this.#document.activeElement !== this.#host) this.#focusBefore = this.#document.activeElement;
    this.#card.focus({ preventScroll: true });
    this.#isEntered = true;
  }

  /** Whether the reader is in it by key: then the pointer changes nothing. */
  get isEntered(): boolean {
    return this.#isEntered;
  }

  get isOpen(): boolean {
    // A page may take the card out, or put it somewhere else, and so out of the top layer.
    return this.#host.matches(":popover-open");
  }

  /** Puts the card up, or fills the one that is up with something else. */
  open(explanation: Explanation, ground: Ground): void {
    this.#shown += 1;
    this.#card.dataset["ground"] = ground;
    this.#card.lang = message("language");
    this.#card.dir = message("direction");
    this.#card.ariaBusy = "false";
    this.#card.replaceChildren(...this.#body.fill(explanation));
    this.#card.scrollTop = 0;
    if (!this.isOpen) {
      this.#host.popover = "manual";
      for (const [property, value] of HOST_STYLE) this.#host.style.setProperty(property, value, "important");
      for (const property of SPACING) this.#host.style.setProperty(property, "initial");
      this.#focusBefore = this.#document.activeElement;
      this.#announcer.textContent = "";
      this.#document.documentElement.append(this.#host);
      this.#host.showPopover();
    }
    // A live region speaks of what changes in it after it has come.
    requestAnimationFrame(() => {
      this.#announcer.textContent = announcement(explanation);
    });
  }

  close(): void {
    this.#shown += 1;
    const held = this.#document.activeElement === this.#host;
    this.#host.remove();
    this.#card.replaceChildren();
    this.#placed = undefined;
    if (held && this.#focusBefore instanceof HTMLElement) this.#focusBefore.focus({ preventScroll: true });
    this.#focusBefore = null;
    this.#isEntered = false;
  }

  /** Moves the card next to `anchor`, over none of `words`. */
  place(anchor: Box, words: readonly Box[]): void {
    this.#placed = { anchor, words };
    const view = { width: this.#document.documentElement.clientWidth, height: innerHeight };
    // A scroll bar of the page takes its part of the window.
    this.#card.style.maxWidth = `${view.width - 2 * SIDE_PX}px`;
    const { scrollTop } = this.#card;
    this.#card.style.maxHeight = "";
    const { width, height } = this.#card.getBoundingClientRect();
    if (!this.#isUnfolded()) this.#height = height;
    const chosen = place(anchor, words, { width, height: this.#height }, view);
    const at = grow(chosen, { from: this.#height, to: height }, anchor, view.height);
    // It scrolls only where it must: otherwise the wheel goes on moving the page.
    this.#card.style.overflow = height > at.maxHeight ? "auto" : "visible";
    this.#card.style.maxHeight = `${Math.max(0, Math.floor(at.maxHeight))}px`;
    this.#card.scrollTop = scrollTop;
    this.#host.style.setProperty("left", `${Math.round(at.left)}px`, "important");
    this.#host.style.setProperty("top", `${Math.round(at.top)}px`, "important");
  }

  /** Where the card stands, while it is open. */
  box(): Box | null {
    return this.isOpen ? this.#card.getBoundingClientRect() : null;
  }

  /** Whether an event happened on the card. */
  holds(event: Event): boolean {
    return event.composedPath().includes(this.#host);
  }

  /** Does what the reader has chosen elsewhere; the card says so. */
  carryOut(action: Action): void {
    this.#act(action, false);
  }

  #act(action: Action, undoes: boolean): void {
    if (this.#card.ariaBusy === "true") return;
    this.#card.ariaBusy = "true";
    const shown = this.#shown;
    const say = (text: string, undoable?: Action): void => {
      if (shown === this.#shown) this.#say(text, undoable);
    };
    this.#events?.acts(action, undoes).then(
      () => say(undoes ? message("cardUndone") : action.done, undoes ? undefined : action),
      (error: unknown) => say(message("noticeRefused", reasonOf(error))),
    );
  }

  #say(text: string, undoable?: Action): void {
    if (!this.isOpen) return;
    const hadFocus = this.#document.activeElement === this.#host;
    const wasEntered = this.#isEntered;
    const undo = undoable && ((): void => this.#act(undoable, true));
    this.#card.ariaBusy = "false";
    this.#card.replaceChildren(...this.#body.outcome(text, undo));
    this.#announcer.textContent = text;
    this.#replace();
    if (hadFocus) (this.#card.querySelector("button") ?? this.#card).focus({ preventScroll: true });
    this.#isEntered = wasEntered;
  }

  #isUnfolded(): boolean {
    return this.#card.querySelector(".rest:not([hidden])") !== null;
  }

  /** It has another size now. */
  #replace(): void {
    if (this.#placed !== undefined) this.place(this.#placed.anchor, this.#placed.words);
  }

  /** Tab goes round in the card, and arrows move what it shows: never the page. */
  #onKey(event: KeyboardEvent): void {
    const { key, target } = event;
    const { clientHeight: page } = this.#card;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: -LINE_PX,
      ArrowDown: LINE_PX,
      PageUp: -page,
      PageDown: page,
      Home: -Infinity,
      End: Infinity,
    };
    const move = key === " " && target === this.#card ? page : moves[key];
    if (move !== undefined) {
      const most = this.#card.scrollHeight;
      this.#card.scrollTop = Math.max(0, Math.min(this.#card.scrollTop + move, most));
      event.preventDefault();
    } else if (key === "Tab") {
      const controls = [...this.#card.querySelectorAll<HTMLElement>("button, a[href], summary")].filter(
        (control) => control.checkVisibility(),
      );
      const at = controls.indexOf(target as HTMLElement);
      const next = event.shiftKey ? (at <= 0 ? controls.length : at) - 1 : (at + 1) % controls.length;
      controls[next]?.focus();
      event.preventDefault();
    }
  }
}

function announcement({ sections: [section], plain }: Explanation): string {
  if (section !== undefined) return message("cardAnnounce", section.kind, section.strength, section.lead);
  return plain === undefined ? "" : `${plain.title}. ${plain.text}`;
}
