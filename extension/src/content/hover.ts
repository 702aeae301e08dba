/**
 * What the reader means with pointer and keys: rest on a marked post or tap it, leave it, ask for the next or the last card, enter it, close it.
 *
 * In: events of the page. Out: calls to whoever opens cards. Never takes an event from the page, but for these keys; and Escape only when
 * it does something.
 */

import type { CardCommand } from "../shared/messages";
import { listen } from "./events";

/** A pointer that only passes by means nothing. */
const REST_MS = 150;
/** A finger that stays longer, or goes further, means something else than a tap. */
const TAP_MS = 500;
const TAP_PX = 10;
/** A hand is never quite still. */
const STILL_PX = 3;

export interface Intents {
  /** The pointer rests here. */
  rest(x: number, y: number): void;
  /** A finger has tapped here. */
  tap(x: number, y: number): void;
  /** The pointer is here while a card is open. */
  move(x: number, y: number, event: Event): void;
  /** The pointer has left the page, or pressed on it. */
  leave(event: Event): void;
  /** Something happened: a good moment to look after the marks. */
  stir(): void;
  /** The reader asks for the card of the next marked post, or of the one before. */
  step(direction: 1 | -1): void;
  /** The reader wants to go through the card by key. */
  enter(): void;
  /** The reader wants the card closed; returns whether one was open. */
  dismiss(): boolean;
  /** The page has moved under the card. */
  scroll(): void;
}

/** The manifest suggests the same ones: where the browser does not listen to them, the page does. */
const KEYS: Readonly<Record<string, CardCommand>> = {
  KeyG: "previous-card",
  KeyH: "next-card",
  KeyJ: "enter-card",
};

export function obey(command: CardCommand, intents: Intents): void {
  if (command === "enter-card") intents.enter();
  else intents.step(command === "next-card" ? 1 : -1);
}

export class Hover {
  readonly #document: Document;
  readonly #intents: Intents;
  #listening: AbortController | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #pressed: { readonly x: number; readonly y: number; readonly when: number } | undefined;
  #at = { x: Number.NaN, y: Number.NaN };
  #escapeIsOurs = false;

  constructor(document: Document, intents: Intents) {
    this.#document = document;
    this.#intents = intents;
  }

  start(): void {
    if (this.#listening !== undefined) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const watch = { signal, capture: true, passive: true };
    const keys = { signal, capture: true };
    listen(this.#document, "pointermove", this.#onMove, watch);
    listen(this.#document, "pointerdown", this.#onPress, watch);
    listen(this.#document, "pointerup", this.#onRelease, watch);
    listen(this.#document.documentElement, "pointerleave", this.#onLeave, { signal, passive: true });
    listen(this.#document, "visibilitychange", () => this.#intents.stir(), watch);
    listen(this.#document, "scroll", this.#onScroll, watch);
    listen(window, "resize", () => this.#intents.scroll(), watch);
    listen(window, "keydown", this.#onKeyDown, keys);
    listen(window, "keyup", this.#onKeyUp, keys);
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#forget();
  }

  readonly #onMove = (event: PointerEvent): void => {
    const { clientX: x, clientY: y } = event;
    this.#intents.stir();
    this.#intents.move(x, y, event);
    if (Math.hypot(x - this.#at.x, y - this.#at.y) <= STILL_PX) return;
    this.#forget();
    this.#at = { x, y };
    // A finger does not hover, and a pressed button selects text.
    if (event.pointerType === "touch" || event.buttons !== 0) return;
    this.#resting = setTimeout(() => this.#intents.rest(x, y), REST_MS);
  };

  readonly #onPress = (event: PointerEvent): void => {
    const { clientX: x, clientY: y, timeStamp: when } = event;
    this.#pressed = event.pointerType === "touch" && event.isPrimary ? { x, y, when } : undefined;
    this.#onLeave(event);
  };

  readonly #onRelease = (event: PointerEvent): void => {
    const { clientX: x, clientY: y, timeStamp } = event;
    const pressed = this.#pressed;
    this.#pressed = undefined;
    if (pressed === undefined || event.pointerType !== "touch" || timeStamp - pressed.when > TAP_MS) return;
    if (Math.hypot(x - pressed.x, y - pressed.y) <= TAP_PX) this.#intents.tap(x, y);
  };

  readonly #onLeave = (event: PointerEvent): void => {
    // A finger leaves the page whenever it is lifted.
    if (event.type === "pointerleave" && event.pointerType === "touch") return;
    this.#forget();
    this.#intents.leave(event);
  };

  readonly #onScroll = (): void => {
    this.#forget();
    this.#intents.stir();
    this.#intents.scroll();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const isOurs = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    const command = isOurs ? KEYS[event.code] : undefined;
    if (command !== undefined) {
      obey(command, this.#intents);
      swallow(event);
    } else if (event.key === "Escape" && !event.isComposing) {
      this.#forget();
      this.#escapeIsOurs = this.#intents.dismiss();
      if (this.#escapeIsOurs) swallow(event);
    }
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.#escapeIsOurs) return;
    this.#escapeIsOurs = false;
    swallow(event);
  };

  /** The place is remembered all the same: a page that scrolls under a still pointer has not been pointed at. */
  #forget(): void {
    clearTimeout(this.#resting);
  }
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
