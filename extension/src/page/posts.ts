/**
 * Finds the posts of a page by its site's adapter, and reads what each of them says itself.
 *
 * A piece of text belongs to the innermost post or quote around it: so a quoted post is a post of its own. Never knows of verdicts,
 * marks or the engine.
 */

import type { Layout } from "../messages";
import type { Adapter } from "../sites/adapter";
import { type Reading, read } from "./text";
import { closest, find, findAll, parentOf } from "./tree";
import { hash } from "./verdicts";

export interface ReadPost {
  readonly reading: Reading;
  /** Tells posts apart. */
  readonly post: string;
  /** Tells apart what posts say: changes when a post is unfolded or edited. */
  readonly key: string;
}

/** Where the text of one kind of post stands, and from how many posts of the page that was learnt. */
interface Learnt {
  readonly selector: string | null;
  readonly from: number;
}

const GROWN = 1.5;
/** A selector that finds nothing. */
const NONE = ":not(*)";

export class Posts {
  readonly #adapter: Adapter;
  readonly #site: string;
  readonly #learnt = new Map<string, Learnt>();
  #posts: string;
  #quotes: string;
  /** How many of the adapter's selectors are better than the one that is gone by. */
  #better = 0;
  /** How many elements the page had when the selectors were chosen. */
  #settledAt = 0;

  constructor(adapter: Adapter, site: string) {
    this.#adapter = adapter;
    this.#site = site;
    this.#posts = adapter.posts[0] ?? "article";
    this.#quotes = adapter.quotes ?? NONE;
  }

  /**
   * Settles which selectors to go by: the first of the adapter's that finds anything, and the one that it discovers on the page. Keeps
   * the last ones while none does. Returns whether these are others than before.
   */
  settle(document: Document): boolean {
    const { posts, quotes, discover } = this.#adapter;
    const found = posts.findIndex((selector) => document.querySelector(selector) !== null);
    this.#better = found === -1 ? posts.length : found;
    const discovered = discover?.(document);
    const before = this.#selector();
    this.#posts = list(posts[found], discovered?.posts) || this.#posts;
    this.#quotes = discovered?.quotes ?? quotes ?? NONE;
    this.#settledAt = countElements(document);
    return this.#selector() !== before;
  }

  /** Whether a page that posts are discovered on has grown so much that there may be others. */
  hasOutgrown(document: Document): boolean {
    return this.#adapter.discover !== undefined && countElements(document) > GROWN * this.#settledAt;
  }

  /** Whether a better selector than the one that is gone by finds anything in what has come: a site may show its posts last. */
  findsBetter(node: Element): boolean {
    const better = this.#adapter.posts.slice(0, this.#better).join(", ");
    return better !== "" && (closest(node, better) !== null || find(node, better) !== null);
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
    const byline = this.#adapter.byline?.(post);
    const reading = read(this.#roots(post), (element) => element === byline || this.#skips(post, element));
    if (reading.text.trim() === "" || this.#repeats(post, reading.text)) return null;
    const id = this.#adapter.postId(post);
    const said = hash(reading.text);
    const identity = `${this.#site}/${id ?? `${this.#adapter.author(post)?.trim() ?? ""}/${said}`}`;
    return { reading, post: identity, key: `${identity}/${said}` };
  }

  /** Whether it is a post or a quote by the selectors that are gone by. */
  isOne(element: Element): boolean {
    return element.matches(this.#selector());
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
      const found = this.#owned(post, selector);
      if (found.length > 0) return this.#choose(found);
    }
    if (this.#adapter.learn === undefined) return [];
    // A quote that is known as such holds nothing but words and whose they are.
    return this.#isPlainQuote(post) ? [post] : this.#learntRoots(post);
  }

  /** The outermost elements that belong to the post itself. */
  #owned(post: Element, selector: string): Element[] {
    const outermost: Element[] = [];
    for (const element of post.matches(selector) ? [post] : post.querySelectorAll(selector)) {
      // In document order: what stands inside another one comes right after it.
      if (!outermost.at(-1)?.contains(element) && this.#owns(post, element)) outermost.push(element);
    }
    return outermost;
  }

  /** Learns anew where what was learnt finds nothing and the page has come to hold twice as many posts. */
  #learntRoots(post: Element): Element[] {
    const kind = kindOf(post);
    const within = this.isQuote(post) ? this.#quotes : this.#posts;
    const name = `${kind} of ${within}`;
    let learnt = this.#learnt.get(name);
    for (let tries = 0; tries < 2; tries += 1) {
      const found = learnt?.selector == null ? [] : this.#owned(post, learnt.selector);
      if (found.length > 0) return found;
      const posts = [...post.ownerDocument.querySelectorAll(within)].filter(
        (one) => one.matches(kind) && !this.#isPlainQuote(one),
      );
      if (posts.length < 2 * (learnt?.from ?? 0)) return [];
      const isNested = (element: Element): boolean => element.matches(this.#selector());
      const selector = this.#adapter.learn?.(kind, posts, isNested) ?? null;
      learnt = { selector, from: posts.length };
      this.#learnt.set(name, learnt);
    }
    return [];
  }

  #isPlainQuote(post: Element): boolean {
    return this.isQuote(post) && this.#adapter.quotes !== undefined && post.matches(this.#adapter.quotes);
  }

  /** Whether a quote of nothing but words says again what a post on the same page says. */
  #repeats(quote: Element, text: string): boolean {
    if (this.#adapter.quotesRepeat !== true || !this.#isPlainQuote(quote)) return false;
    const said = bare(text);
    return [...quote.ownerDocument.querySelectorAll(this.#posts)].some(
      (post) =>
        !post.contains(quote) &&
        bare(post.textContent).includes(said) &&
        bare(this.read(post)?.reading.text ?? "").includes(said),
    );
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
    return skipped === null || skipped === post || !post.contains(skipped);
  }

  #skips(post: Element, element: Element): boolean {
    if (element === post) return false;
    if (element.matches(this.#selector())) return true;
    return this.#adapter.skip !== undefined && element.matches(this.#adapter.skip);
  }

  #selector(): string {
    return `${this.#posts}, ${this.#quotes}`;
  }
}

function list(...selectors: readonly (string | undefined)[]): string {
  return selectors.filter((selector) => selector !== undefined).join(", ");
}

function countElements(document: Document): number {
  return document.getElementsByTagName("*").length;
}

/** Posts with one element name and one first class are of a kind. */
function kindOf({ localName, classList: [first] }: Element): string {
  return [localName, ...(first === undefined ? [] : [first])].map((name) => CSS.escape(name)).join(".");
}

/** A text without its white space: where lines are broken says nothing. */
function bare(text: string): string {
  return text.replace(/\s+/g, "");
}

function length(element: Element): number {
  return element.textContent.length;
}
