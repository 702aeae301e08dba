/**
 * Unfolds posts that the reader has folded away: by a click, or when the keyboard comes to something in them.
 *
 * In: events of the page. Out: posts that are whole again. A click that unfolds does nothing else.
 */

import { listen } from "./events";
import type { Marks } from "./marks";

export class Folds {
  readonly #document: Document;
  readonly #marks: Marks;
  #listening: AbortController | undefined;

  constructor(document: Document, marks: Marks) {
    this.#document = document;
    this.#marks = marks;
  }

  start(): void {
    if (this.#listening !== undefined) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    listen(window, "click", this.#onClick, { signal, capture: true });
    listen(this.#document, "focusin", this.#onFocus, { signal, capture: true, passive: true });
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
  }

  readonly #onClick = (event: MouseEvent): void => {
    const folded = this.#around(event);
    if (folded === undefined) return;
    this.#marks.unfold(folded);
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** A pointer focuses, too, and its click is still to come. */
  readonly #onFocus = (event: FocusEvent): void => {
    const folded = this.#around(event);
    if (folded?.matches(":has(:focus-visible), :focus-visible")) this.#marks.unfold(folded);
  };

  #around(event: Event): Element | undefined {
    return event
      .composedPath()
      .filter((node) => node instanceof Element)
      .find((element) => {
        const post = this.#marks.get(element);
        return post !== undefined && this.#marks.isFolded(post);
      });
  }
}
