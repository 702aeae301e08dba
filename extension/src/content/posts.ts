/**
 * Finds the posts of a page by its site's adapter, and reads what each of them says itself.
 *
 * A piece of text belongs to the innermost post or quote around it: so a quoted post is a post of its own. Never knows of verdicts,
 * marks or the engine.
 */

import type { Layout } from "../shared/messages";
import type { Adapter } from "../sites/adapter";
import { type Identity, identify } from "./exempt";
import { type Reading, read, upTo } from "./text";
import { closest, find, findAll, matches, parentOf } from "./tree";

export interface ReadPost {
  readonly reading: Reading;
  /** Tells posts apart. */
  readonly post: string;
  /** The site gives it an id. */
  readonly isNamed: boolean;
}

/** Where the text of one kind of post stands, and how many elements the page had when that was learnt. */
interface Learnt {
  readonly selector: string | null;
  readonly size: number;
}

/** A post while it is read. */
interface Part {
  readonly post: Element;
  /** Posts and quotes in it. */
  readonly nested: ReadonlySet<Element>;
  readonly isQuote: boolean;
  /** One that the adapter names: words, and whose they are. */
  readonly isPlainQuote: boolean;
}

const GROWN = 1.5;
/** So much of a post, with its author, tells it from others where the site gives it no id. */
const BEGINNING = 500;
/** A selector that finds nothing. */
const NONE = ":not(*)";

export class Posts {
  readonly #adapter: Adapter;
  readonly #site: string;
  readonly #learnt = { posts: new Map<string, Learnt>(), quotes: new Map<string, Learnt>() };
  /** What posts that were read say: quotes may repeat it. */
  readonly #said = new WeakMap<Element, string>();
  #posts: string;
  /** Posts and quotes: kept as one string, since browsers find a selector that they know by the string itself. */
  #all: string;
  /** How many of the adapter's selectors are better than the one that is gone by. */
  #better = 0;
  /** How many elements the page had when the selectors were chosen. */
  #settledAt = 0;

  constructor(adapter: Adapter, site: string) {
    this.#adapter = adapter;
    this.#site = site;
    this.#posts = adapter.posts[0] ?? NONE;
    this.#all = `${this.#posts}, ${adapter.quotes ?? NONE}`;
  }

  /**
   * Settles which selectors to go by: those that the adapter discovers on the page, or the first of its own that finds anything. Keeps
   * the last ones while none does. Returns whether these are others than before.
   */
  settle(document: Document): boolean {
    const { posts, quotes, discover } = this.#adapter;
    const found = posts.findIndex((selector) => document.querySelector(selector) !== null);
    this.#better = found === -1 ? posts.length : found;
    const discovered = discover?.(document);
    const before = this.#all;
    this.#posts = discovered?.posts ?? posts[found] ?? this.#posts;
    this.#all = `${this.#posts}, ${discovered?.quotes ?? quotes ?? NONE}`;
    this.#settledAt = countElements(document);
    return this.#all !== before;
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
    const outer = closest(node, this.#all);
    const found = outer === null ? [] : [outer];
    found.push(...findAll(node, this.#all));
    return found.filter((post) => !(post instanceof HTMLFormElement));
  }

  /** The innermost post that the node stands in. */
  holding(node: Node): Element | null {
    const element = node instanceof Element ? node : parentOf(node);
    return element === null ? null : closest(element, this.#all);
  }

  /** What the post says itself, or null where it says nothing. */
  read(post: Element): ReadPost | null {
    const part = this.#partOf(post);
    const reading = read(this.#roots(part), (element) => this.#skips(part, element));
    if (reading.text.trim() === "" || this.#repeats(part, reading.text)) return null;
    const beginning = (): string => `${this.authorOf(post)}/${upTo(reading.text, BEGINNING)}`;
    const id = this.#adapter.postId(post);
    return { reading, post: `${this.#site}/${id ?? beginning()}`, isNamed: id !== null };
  }

  /** What the reader can exempt a post by. */
  identify(post: Element, text: string): Identity {
    return identify(text, this.#site, this.authorOf(post));
  }

  /** Empty where it is not to be seen. */
  authorOf(post: Element): string {
    return this.#adapter.author(post)?.trim() ?? "";
  }

  /** Whether it is a post or a quote by the selectors that are gone by. */
  isOne(element: Element): boolean {
    return element.matches(this.#all);
  }

  /** Whether it stands in another post, rather than by itself. */
  isQuote(post: Element): boolean {
    return !post.matches(this.#posts);
  }

  /** Whether other posts stand in it, as answers do in some threads; quotes are its own. */
  holdsOthers(post: Element): boolean {
    return [...post.querySelectorAll(this.#all)].some((one) => !this.isQuote(one));
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

  #partOf(post: Element): Part {
    const isQuote = this.isQuote(post);
    const { quotes } = this.#adapter;
    return {
      post,
      nested: new Set(post.querySelectorAll(this.#all)),
      isQuote,
      isPlainQuote: isQuote && quotes !== undefined && post.matches(quotes),
    };
  }

  #roots(part: Part): Element[] {
    for (const selector of this.#adapter.text) {
      const found = this.#owned(part, selector);
      if (found.length > 0) return this.#choose(found);
    }
    if (this.#adapter.learn === undefined) return [];
    // A quote that is known as such holds nothing but words and whose they are.
    return part.isPlainQuote ? [part.post] : this.#learntRoots(part);
  }

  /** The outermost elements that belong to the post itself. */
  #owned(part: Part, selector: string): Element[] {
    const { post } = part;
    const outermost: Element[] = [];
    for (const element of post.matches(selector) ? [post] : post.querySelectorAll(selector)) {
      // In document order: what stands inside another one comes right after it.
      if (!outermost.at(-1)?.contains(element) && this.#owns(part, element)) outermost.push(element);
    }
    return outermost;
  }

  /** Learns anew where what was learnt finds nothing and the page has grown to twice its size. */
  #learntRoots(part: Part): Element[] {
    const kind = kindOf(part.post);
    const learntOf = this.#learnt[part.isQuote ? "quotes" : "posts"];
    const { ownerDocument: document } = part.post;
    const learnt = learntOf.get(kind);
    const found = learnt?.selector == null ? [] : this.#owned(part, learnt.selector);
    if (found.length > 0) return found;
    const size = countElements(document);
    if (learnt !== undefined && size < 2 * learnt.size) return found;
    const selector = this.#learn(kind, part);
    learntOf.set(kind, { selector, size });
    return selector === null ? [] : this.#owned(part, selector);
  }

  #learn(kind: string, { post, isQuote }: Part): string | null {
    const all = [...post.ownerDocument.querySelectorAll(this.#all)];
    const within = new Set(all);
    const { quotes = NONE, learn } = this.#adapter;
    const alike = all.filter(
      (one) => one.matches(kind) && this.isQuote(one) === isQuote && !(isQuote && one.matches(quotes)),
    );
    return learn?.(kind, alike, (element) => within.has(element)) ?? null;
  }

  /** Whether a quote of nothing but words says again what a post on the same page says. */
  #repeats(part: Part, text: string): boolean {
    if (this.#adapter.quotesRepeat !== true) return false;
    const said = bare(text);
    if (!part.isPlainQuote) {
      this.#said.set(part.post, said);
      return false;
    }
    const [line = ""] = text.split("\n").toSorted((one, other) => other.length - one.length);
    return findAll(part.post.ownerDocument.documentElement, this.#posts).some((post) => {
      if (post.contains(part.post) || !post.textContent.includes(line.trim())) return false;
      if (!this.#said.has(post)) this.read(post);
      return this.#said.get(post)?.includes(said) === true;
    });
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

  #owns({ post, nested }: Part, element: Element): boolean {
    const { skip = NONE } = this.#adapter;
    for (let at: Element | null = element; at !== post; at = parentOf(at)) {
      if (at === null || nested.has(at) || matches(at, skip)) return false;
    }
    return true;
  }

  #skips({ post, nested }: Part, element: Element): boolean {
    const { skip = NONE, isByline } = this.#adapter;
    if (element === post) return false;
    return nested.has(element) || element.matches(skip) || isByline?.(post, element) === true;
  }
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
