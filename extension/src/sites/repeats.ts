/**
 * Finds what repeats on a page as posts of a feed do, without knowing the site.
 *
 * In: a document. Out: a selector of siblings of one kind that each have an author, a time and words, and one of such posts inside
 * posts; and, far more loosely, how many siblings look like posts at all. Changes nothing, and keeps nothing.
 */

import type { Discovered } from "./adapter";
import { AUTHOR, CONTROL, hasTime, OUTSIDE, QUOTE, saysWhen, TIME } from "./signs";

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
const NOT_WORDS =
  "button, label, nav, header, footer, aside, select, textarea, script, style, noscript, template, dialog, [role='navigation'], [role='dialog']";

const ARTICLE = 'article, [role="article"]';
const SIGNED = `:has(${AUTHOR}, ${TIME})`;
const TYPED =
  '.h-entry, [itemtype$="/SocialMediaPosting"], [itemtype$="/DiscussionForumPosting"], [itemtype$="/Comment"], [itemtype$="/Question"], [itemtype$="/Answer"]';
/**
 * Marked-up posts; what costs most to look for comes last in each selector. An article in an article is a post of its own only where it names its author and its time, and otherwise a part of
 * the one around it; what stands beside the page's content is none.
 */
export const MARKED = [
  `:is(${ARTICLE}):not(:is(${ARTICLE}, ${TYPED}, aside) *)${SIGNED}`,
  `:is(${ARTICLE}):is(:is(${ARTICLE}, ${TYPED}) *):not(aside *):has(${AUTHOR}):has(${TIME})`,
  `:is([role="feed"] > *):not(:is(${ARTICLE}, ${TYPED}), h1, h2, h3, header, form, :has(${ARTICLE}, ${TYPED}))${SIGNED}`,
  TYPED,
].join(", ");

export function discover(document: Document): Discovered {
  const posts = discoverPosts(document);
  const quotes = discoverQuotes(document, posts === undefined ? MARKED : `${MARKED}, ${posts}`);
  return { ...(posts !== undefined && { posts }), ...(quotes !== undefined && { quotes }) };
}

/**
 * A selector of the page's largest group of siblings with an author, a time and words each. It names them by what they share, so that
 * those that come later are found as well.
 */
function discoverPosts(document: Document): string | undefined {
  const signed = new Set<Element>();
  for (const author of document.querySelectorAll(AUTHOR)) {
    if (author.closest(OUTSIDE) !== null || author.closest(MARKED) !== null) continue;
    for (
      let at: Element | null = author;
      at !== null && at !== document.body && !signed.has(at);
      at = at.parentElement
    )
      signed.add(at);
  }
  let best: { group: readonly Element[]; name: string } | undefined;
  for (const group of groupsOf(signed)) {
    if (group.length <= (best?.group.length ?? FEWEST - 1)) continue;
    const name = nameOf(group);
    const alike = group.filter((element) => element.matches(name) && hasWords(element) && hasTime(element));
    if (alike.length > (best?.group.length ?? FEWEST - 1)) best = { group: alike, name };
  }
  const parent = best?.group[0]?.parentElement;
  if (best === undefined || parent == null) return undefined;
  const top = `:is(${wayTo(parent)} > ${best.name}):has(${AUTHOR})`;
  // Answers stand in what they answer. What has the same name in every post is a part of it.
  const kind = `${best.name}:has(${AUTHOR})`;
  const isPart = best.group.every((post) => post.querySelector(kind) !== null);
  return isPart || !best.name.includes(".")
    ? top
    : `${top}, :is(${wayTo(parent)} ${best.name} ${best.name}):has(${AUTHOR})`;
}

/** A selector of blocks inside posts that have an author, a time and words of their own. */
function discoverQuotes(document: Document, selector: string): string | undefined {
  const found = new Set<string>();
  const own: Element[] = [];
  for (const post of [...document.querySelectorAll(selector)].slice(0, MOST_POSTS)) {
    const [first, ...others] = [...post.querySelectorAll(TIME)].filter(
      (time) => time.parentElement?.closest(`${TIME}, ${QUOTE}, ${selector}`) === post,
    );
    if (first !== undefined) own.push(first);
    for (const time of others) {
      const block = blockOf(time, post, [first, ...others]);
      if (block !== null) found.add(`${pathFrom(post, block)}:has(${AUTHOR}):has(${TIME})`);
    }
  }
  const quotes = [...found].filter((quote) => own.every((time) => time.closest(quote) === null));
  return quotes.length === 0 ? undefined : quotes.join(", ");
}

/** The block around a time that has an author as well, and nothing before it that belongs to the post around it. */
function blockOf(time: Element, post: Element, times: readonly (Element | undefined)[]): Element | null {
  let block = time;
  for (let at = time.parentElement; at !== null && at !== post; at = at.parentElement) {
    const among = at;
    if (times.some((other) => other !== time && other !== undefined && among.contains(other))) break;
    if (block.querySelector(AUTHOR) !== null && hasWordsBefore(block)) break;
    block = at;
  }
  return block.querySelector(AUTHOR) !== null && block.matches(":not(a)") && hasWords(block) ? block : null;
}

function hasWordsBefore(element: Element): boolean {
  for (let at = element.previousElementSibling; at !== null; at = at.previousElementSibling)
    if (hasWords(at)) return true;
  return false;
}

/** By element names, and by classes at the end. */
function pathFrom(post: Element, element: Element): string {
  const name = [element.localName, ...element.classList].map((part) => CSS.escape(part)).join(".");
  const way: string[] = [];
  for (let at = element.parentElement; at !== null && at !== post; at = at.parentElement)
    way.unshift(CSS.escape(at.localName));
  const [kind = ""] = post.classList;
  const top = [post.localName, ...(kind === "" ? [] : [kind])].map((part) => CSS.escape(part)).join(".");
  return [top, ...way, name].join(" > ");
}

/** How many siblings of one kind look like posts: each has words of its own and a link or a picture, and is more than one link. */
export function countLike(within: Element): number {
  const elements = new Set<Element>();
  const texts = within.ownerDocument.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (!isWords(text) || text.parentElement?.closest(NOT_WORDS)) continue;
    for (let at = text.parentElement; at !== null && !elements.has(at); at = at.parentElement)
      elements.add(at);
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
    if (
      said === "" ||
      saysWhen(said) ||
      text.parentElement?.closest(`${AUTHOR}, ${TIME}, ${CONTROL}`) != null
    )
      continue;
    letters += said.replace(/[^\p{L}]/gu, "").length;
  }
  return letters >= FEWEST_LETTERS;
}

/** Siblings with one element name. */
function groupsOf(elements: Iterable<Element>): Element[][] {
  return [...Map.groupBy(elements, (element) => element.parentElement).values()].flatMap((siblings) => [
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
  return [group[0]?.localName ?? "*", ...(first === undefined ? [] : [first])]
    .map((name) => CSS.escape(name))
    .join(".");
}

/** From the nearest id downwards, by names. An id with a number in it is one of many. */
function wayTo(element: Element): string {
  if (element.id !== "" && !/\d/.test(element.id)) return `#${CSS.escape(element.id)}`;
  const name = CSS.escape(element.localName);
  return element.parentElement === null ? name : `${wayTo(element.parentElement)} > ${name}`;
}
