/**
 * The marked posts of the page as a list: whose each is, and the words that weigh most.
 *
 * In: the marks, and who wrote a post. Out: plain lines for the popup, and the post that a line stands for. What the page says comes out
 * as text of a bounded length. Never changes the page.
 */

import type { Listed } from "../shared/messages";
import { shorten } from "../shared/sentences";
import type { MarkedPost, Marks } from "./marks";

/** More than anybody goes through. */
const MOST_LISTED = 300;
const LONGEST_AUTHOR = 60;
const LONGEST_QUOTE = 160;

export class List {
  readonly #marks: Marks;
  readonly #authorOf: (post: Element) => string;
  readonly #ids = new WeakMap<Element, number>();
  #last = 0;

  constructor(marks: Marks, authorOf: (post: Element) => string) {
    this.#marks = marks;
    this.#authorOf = authorOf;
  }

  lines(): Listed[] {
    return this.#marks
      .posts()
      .slice(0, MOST_LISTED)
      .map((post) => this.#line(post));
  }

  find(id: number): Element | undefined {
    return this.#marks.posts().find(({ element }) => this.#ids.get(element) === id)?.element;
  }

  #line({ element, reading: { text }, spans: [lead] }: MarkedPost): Listed {
    return {
      id: this.#idOf(element),
      author: shorten(this.#authorOf(element), LONGEST_AUTHOR),
      quote: shorten(text.slice(lead.start, lead.end), LONGEST_QUOTE),
      category: lead.category,
    };
  }

  #idOf(element: Element): number {
    const known = this.#ids.get(element);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#ids.set(element, this.#last);
    return this.#last;
  }
}
