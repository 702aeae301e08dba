/**
 * Finds what repeats on a page as posts of a feed do, without knowing the site.
 *
 * In: a document. Out: a selector of siblings of one kind that each have an author, a time and words, and one of such posts inside
 * posts; and, far more loosely, how many siblings look like posts at all. Changes nothing, and keeps nothing.
 */

import { idOf, parentOf } from "../content/tree";
import type { Discovered } from "./adapter";
import { outwards } from "./outwards";
import { AUTHOR, FURNISHING, hasTime, OUTSIDE, QUOTE, saysWhen, TIME } from "./signs";

/** Fewer are no feed. */
const FEWEST = 3;
/** Letters beside name and time that make a post of a line in a list. */
const FEWEST_LETTERS = 8;
/** Posts that are looked through for quotes. */
const MOST_POSTS = 30;
/** A stretch of text this long is somebody's words, and no label. */
const WORDS = 20;
/** A name or a class that so many of a group have tells the group. */
const MOST_OF = 0.6;
const SOME_OF = 0.4;
const NOT_WORDS =
  "button, label, nav, header, footer, aside, select, textarea, script, style, noscript, template, dialog, [role='navigation'], [role='dialog']";

const ARTICLE = 'article, [role="article"]';
const SIGNED = `:has(${AUTHOR}, ${TIME})`;
const TYPED =
  '.h-entry, [itemtype$="/SocialMediaPosting"], [itemtype$="/DiscussionForumPosting"], [itemtype$="/Comment"], [itemtype$="/Question"], [itemtype$="/Answer"]';
/**
 * Marked-up posts; what costs most to look for comes last in each selector. An article in an article is a post of its own only where it
 * has a time, and names its author or has a header, and otherwise a part of the one around it; what stands beside the page's content
 * is none.
 */
export const MARKED = [
  `:is(${ARTICLE}):not(:is(${ARTICLE}, ${TYPED}, aside) *)${SIGNED}`,
  `:is(${ARTICLE}):is(:is(${ARTICLE}, ${TYPED}) *):not(aside *):is(:has(> header), :has(${AUTHOR})):has(${TIME})`,
  `:is([role="feed"] > *):not(:is(${ARTICLE}, ${TYPED}), h1, h2, h3, header, form, :has(${ARTICLE}, ${TYPED}))${SIGNED}`,
  TYPED,
].join(", ");

export function discover(document: Document): Discovered {
  const marked = [...document.querySelectorAll(MARKED)];
  const repeated = discoverPosts(document, marked);
  const all = repeated === undefined ? MARKED : `${MARKED}, ${repeated.selector}`;
  const sample = [...marked.slice(0, MOST_POSTS), ...(repeated?.sample ?? [])];
  const bodies = bodiesLikeQuotes(sample);
  const plain = bodies.length === 0 ? QUOTE : `:is(${QUOTE}):not(${bodies.join(", ")})`;
  return {
    ...(sample.length > 0 && { posts: all }),
    quotes: [plain, ...embeddedIn(sample, `${all}, ${plain}`)].join(", "),
  };
}

/**
 * The page's largest group of siblings with an author, a time and words each: some of them, and a selector. It names them by what they
 * share, so that those that come later are found as well. Large groups are judged by some of their members.
 */
function discoverPosts(
  document: Document,
  marked: readonly Element[],
): { readonly selector: string; readonly sample: readonly Element[] } | undefined {
  const signed = signedIn(document, marked);
  let best: { readonly sample: readonly Element[]; readonly size: number; readonly name: string } | undefined;
  for (const group of groupsOf(signed)) {
    if (group.length <= (best?.size ?? FEWEST - 1)) continue;
    const name = nameOf(group);
    const looked = group.slice(0, MOST_POSTS);
    const sample = looked.filter((element) => element.matches(name) && hasWords(element) && hasTime(element));
    const size = (sample.length / looked.length) * group.length;
    if (size > (best?.size ?? FEWEST - 1)) best = { sample, size, name };
  }
  const first = best?.sample[0];
  const parent = first === undefined ? null : parentOf(first);
  if (best === undefined || parent === null) return undefined;
  const { sample, name } = best;
  const kinds = [name, ...othersLike(sample, name, parent, signed)].join(", ");
  const top = `:is(${wayTo(parent)} > :is(${kinds})):has(${AUTHOR})`;
  // Answers stand in what they answer. What holds the author of the post around it is a part of that one.
  const isPart = sample.some((post) =>
    [...post.querySelectorAll(kinds)].some((part) => part.contains(post.querySelector(AUTHOR))),
  );
  const answers = `:is(${wayTo(parent)} ${name} ${name}):has(${AUTHOR})`;
  return { selector: isPart || !name.includes(".") ? top : `${top}, ${answers}`, sample };
}

/** Authors, and all that holds one: what stands in a post that is marked up, or where no feed is, aside. */
function signedIn(document: Document, marked: readonly Element[]): ReadonlySet<Element> {
  const closed = new Set([...marked, ...document.querySelectorAll(OUTSIDE)]);
  const signed = new Set<Element>();
  for (const author of document.querySelectorAll(AUTHOR)) {
    const way: Element[] = [];
    let isClosed = false;
    for (const element of outwards(author)) {
      isClosed = closed.has(element);
      if (isClosed || element === document.body || signed.has(element)) break;
      way.push(element);
    }
    if (!isClosed) for (const element of way) signed.add(element);
  }
  return signed;
}

/** Names of siblings that are built inside as these posts are, though they are called otherwise: what opens a thread, say. */
function othersLike(
  posts: readonly Element[],
  name: string,
  parent: Element,
  signed: ReadonlySet<Element>,
): string[] {
  const within = (element: Element) =>
    new Set([...element.querySelectorAll("[class]")].flatMap(({ classList }) => [...classList]));
  const having = new Map<string, number>();
  for (const inner of posts.flatMap((post) => [...within(post)])) {
    having.set(inner, (having.get(inner) ?? 0) + 1);
  }
  const typical = [...having].filter(([, count]) => count >= posts.length * SOME_OF).map(([inner]) => inner);
  const others = [...parent.children].filter((element) => {
    if (element.localName !== posts[0]?.localName || !signed.has(element) || element.matches(name))
      return false;
    const names = within(element);
    return typical.filter((inner) => names.has(inner)).length > typical.length / 2;
  });
  return [...new Set(others.map((element) => named(element, [...element.classList].slice(0, 1))))];
}

function named({ localName }: Element, classes: readonly string[]): string {
  return [localName, ...classes].map((name) => CSS.escape(name)).join(".");
}

/** Block quotes that hold all that a post says, in most posts: some software sets a post's whole text in one. */
function bodiesLikeQuotes(posts: readonly Element[]): string[] {
  const having = new Map<string, number>();
  for (const post of posts) {
    const alone = [...post.querySelectorAll("blockquote[class]")].filter(
      (quote) => !hasWordsBeside(quote) && quote.parentElement?.closest("blockquote") == null,
    );
    for (const name of new Set(alone.map((quote) => named(quote, [...quote.classList].slice(0, 1))))) {
      having.set(name, (having.get(name) ?? 0) + 1);
    }
  }
  return [...having]
    .filter(([, count]) => count >= Math.max(FEWEST, posts.length * MOST_OF))
    .map(([name]) => name);
}

/** Selectors of blocks inside posts that have an author, a time and words of their own. */
function embeddedIn(posts: readonly Element[], others: string): string[] {
  const found = new Set<string>();
  const own: Element[] = [];
  for (const post of posts) {
    const times = [...post.querySelectorAll(TIME)].filter(
      (time) => time.parentElement?.closest(`${TIME}, ${others}`) === post,
    );
    own.push(...times.slice(0, 1));
    for (const time of times.slice(1)) {
      const block = blockOf(time, post, times);
      if (block !== null) found.add(`${pathFrom(post, block)}:has(${AUTHOR}):has(${TIME})`);
    }
  }
  return [...found].filter((quote) => own.every((time) => time.closest(quote) === null));
}

/** The block around a time that has an author as well, and nothing before it that belongs to the post around it. */
function blockOf(time: Element, post: Element, times: readonly Element[]): Element | null {
  let block = time;
  for (const around of outwards(parentOf(time))) {
    if (around === post || times.some((other) => other !== time && around.contains(other))) break;
    if (block.querySelector(AUTHOR) !== null && hasWordsBefore(block)) break;
    block = around;
  }
  return block.querySelector(AUTHOR) !== null && block.matches(":not(a)") && hasWords(block) ? block : null;
}

function hasWordsBefore(element: Element): boolean {
  let at = element.previousElementSibling;
  while (at !== null && !hasWords(at)) at = at.previousElementSibling;
  return at !== null;
}

function hasWordsBeside(element: Element): boolean {
  return [...(element.parentNode?.childNodes ?? [])].some(
    (node) =>
      node !== element && (node instanceof Element ? hasWords(node) : (node.nodeValue ?? "").trim() !== ""),
  );
}

/** By element names, and by classes at the end. */
function pathFrom(post: Element, element: Element): string {
  const way: string[] = [];
  for (const around of outwards(parentOf(element))) {
    if (around === post) break;
    way.unshift(CSS.escape(around.localName));
  }
  return [named(post, [...post.classList].slice(0, 1)), ...way, named(element, [...element.classList])].join(
    " > ",
  );
}

/** How many siblings of one kind look like posts: each has words of its own and a link or a picture, and is more than one link. */
export function countLike(within: Element): number {
  const elements = new Set<Element>();
  const texts = within.ownerDocument.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (!isWords(text) || text.parentElement?.closest(NOT_WORDS)) continue;
    for (const element of outwards(parentOf(text))) {
      if (elements.has(element)) break;
      elements.add(element);
    }
  }
  const like = [...elements].filter(
    (element) => element.querySelector("a[href], img") !== null && !isOneLink(element),
  );
  return groupsOf(like).reduce((most, group) => Math.max(most, group.length), 0);
}

/** A menu's item is a link and nothing else; a title that is a link stands in a heading, or beside something. */
function isOneLink(element: Element): boolean {
  if (element.matches("a, a *, h1, h2, h3, h4, h5, h6")) return true;
  const [link, another] = element.querySelectorAll("a[href]");
  if (link === undefined || another !== undefined || link.closest("h1, h2, h3, h4, h5, h6") !== null)
    return false;
  return link.textContent.trim() === element.textContent.trim() && element.querySelector("img") === null;
}

function isWords(text: Node): boolean {
  return (text.nodeValue ?? "").trim().length >= WORDS;
}

/** Whether anything is said but a name and a time. */
function hasWords(element: Element): boolean {
  let letters = 0;
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null && letters < FEWEST_LETTERS; text = texts.nextNode()) {
    const said = (text.nodeValue ?? "").trim();
    if (said === "" || saysWhen(said) || text.parentElement?.closest(FURNISHING) != null) continue;
    letters += said.replace(/[^\p{L}]/gu, "").length;
  }
  return letters >= FEWEST_LETTERS;
}

/** Siblings with one element name. */
function groupsOf(elements: Iterable<Element>): Element[][] {
  return [...Map.groupBy(elements, parentOf).values()].flatMap((siblings) => [
    ...Map.groupBy(siblings, (element) => element.localName).values(),
  ]);
}

/** The element name of a group, and the classes that most of it share. */
function nameOf(group: readonly Element[]): string {
  const having = new Map<string, number>();
  for (const name of group.flatMap(({ classList }) => [...classList]))
    having.set(name, (having.get(name) ?? 0) + 1);
  const shared = [...having].filter(([, count]) => count >= group.length * MOST_OF).map(([name]) => name);
  const [first] = shared.toSorted((one, other) => (having.get(other) ?? 0) - (having.get(one) ?? 0));
  return group[0] === undefined ? "*" : named(group[0], first === undefined ? [] : [first]);
}

/** From the nearest id downwards, by names. An id with a number in it is one of many. */
function wayTo(element: Element): string {
  const way: string[] = [];
  for (const around of outwards(element)) {
    const id = idOf(around);
    const isAlone = id !== "" && !/\d/.test(id);
    way.unshift(isAlone ? `#${CSS.escape(id)}` : CSS.escape(around.localName));
    if (isAlone) break;
  }
  return way.join(" > ");
}
