/**
 * Finds the posts of a page by its site's adapter, and reads what each of them says itself.
 *
 * A piece of text belongs to the innermost post or quote around it: so a quoted post is a post of its own. Never knows of verdicts,
 * marks or the engine.
 */

import type { Layout } from "../messages";
import type { Adapter } from "../sites/adapter";
import { type Reading, read } from "./text";
import { closest, findAll, parentOf } from "./tree";
import { hash } from "./verdicts";

export interface ReadPost {
  readonly reading: Reading;
  /** Tells posts apart. */
  readonly post: string;
  /** Tells apart what posts say: changes when a post is unfolded or edited. */
  readonly key: string;
}

export class Posts {
  readonly #adapter: Adapter;
  readonly #site: string;
  #posts: string;

  constructor(adapter: Adapter, site: string) {
    this.#adapter = adapter;
    this.#site = site;
    this.#posts = adapter.posts[0] ?? "article";
  }

  /**
   * Settles which selectors to go by: the first of the adapter's that finds anything, and the one that it discovers on the page. Keeps
   * the last ones while none does.
   */
  settle(document: Document): void {
    const named = this.#adapter.posts.find((selector) => document.querySelector(selector) !== null);
    const discovered = this.#adapter.discover?.(document);
    this.#posts = [named, discovered].filter((selector) => selector != null).join(", ") || this.#posts;
  }

  /** The posts that hold the node, that it is, or that it holds. */
  around(node: Element): Element[] {
    const selector = this.#selector();
    const outer = closest(node, selector);
    const found = outer === null ? [] : [outer];
    found.push(...findAll(node, selector));
    return found.filter((post) => !(post instanceof HTMLFormElement));
  }

  /** The innermost post that the node stands in. */
  holding(node: Node): Element | null {
    const element = node instanceof Element ? node : parentOf(node);
    return element === null ? null : closest(element, this.#selector());
  }

  /** What the post says itself, or null where it says nothing. */
  read(post: Element): ReadPost | null {
    const reading = read(this.#roots(post), (element) => this.#skips(post, element));
    if (reading.text.trim() === "") return null;
    const id = this.#adapter.postId(post);
    const said = hash(reading.text);
    const name = id ?? `${this.#adapter.author(post)?.trim() ?? ""}/${said}`;
    const identity = `${this.#site}/${name}`;
    return { reading, post: identity, key: `${identity}/${said}` };
  }

  /** Whether it stands in another post, rather than by itself. */
  isQuote(post: Element): boolean {
    return !post.matches(this.#posts);
  }

  /** How much each of the adapter's selectors finds. */
  census(document: Document): Layout["selectors"] {
    const { posts, quotes, text } = this.#adapter;
    const count = (part: string, selectors: readonly string[]): Layout["selectors"] =>
      selectors.map((selector) => ({ part, selector, found: document.querySelectorAll(selector).length }));
    return [
      ...count("posts", posts),
      ...count("quotes", quotes === undefined ? [] : [quotes]),
      ...count("text", text),
    ];
  }

  #roots(post: Element): Element[] {
    for (const selector of this.#adapter.text) {
      const outermost: Element[] = [];
      for (const element of post.matches(selector) ? [post] : post.querySelectorAll(selector)) {
        // In document order: what stands inside another one comes right after it.
        if (!outermost.at(-1)?.contains(element) && this.#owns(post, element)) outermost.push(element);
      }
      if (outermost.length > 0) return this.#choose(outermost);
    }
    return this.#adapter.wholePost ? [post] : [];
  }

  #choose(found: Element[]): Element[] {
    switch (this.#adapter.only) {
      case "first":
        return found.slice(0, 1);
      case "longest":
        return [found.reduce((longest, element) => (length(element) > length(longest) ? element : longest))];
      default:
        return found;
    }
  }

  #owns(post: Element, element: Element): boolean {
    if (element.closest(this.#selector()) !== post) return false;
    const skipped = this.#adapter.skip === undefined ? null : element.closest(this.#adapter.skip);
    return skipped === null || !post.contains(skipped);
  }

  #skips(post: Element, element: Element): boolean {
    if (element !== post && element.matches(this.#selector())) return true;
    return this.#adapter.skip !== undefined && element.matches(this.#adapter.skip);
  }

  #selector(): string {
    const { quotes } = this.#adapter;
    return quotes === undefined ? this.#posts : `${this.#posts}, ${quotes}`;
  }
}

function length(element: Element): number {
  return element.textContent.length;
}
