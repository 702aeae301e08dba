/**
 * Finds what repeats on a page as posts of a feed do, without knowing the site.
 *
 * In: a document. Out: a selector of siblings of one kind that each have an author, a time and words; and, far more loosely, how many
 * siblings look like posts at all. Changes nothing, and keeps nothing.
 */

import { AUTHOR, CONTROL, hasTime, OUTSIDE, saysWhen, TIME } from "./signs";

/** Fewer are no feed. */
const FEWEST = 3;
/** Letters beside name and time that make a post of a line in a list. */
const FEWEST_LETTERS = 8;
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

/**
 * A selector of the page's largest group of siblings with an author, a time and words each, or null. It names them by what they share,
 * so that those that come later are found as well.
 */
export function discover(document: Document): string | null {
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
  if (best === undefined || parent == null) return null;
  const top = `:is(${wayTo(parent)} > ${best.name}):has(${AUTHOR})`;
  // Answers stand in what they answer. What has the same name in every post is a part of it.
  const kind = `${best.name}:has(${AUTHOR})`;
  const isPart = best.group.every((post) => post.querySelector(kind) !== null);
  return isPart || !best.name.includes(".")
    ? top
    : `${top}, :is(${wayTo(parent)} ${best.name} ${best.name}):has(${AUTHOR})`;
}

/** How many siblings of one kind look like posts: each has words of its own and a link or a picture, and is more than one link. */
export function countLike(document: Document): number {
  const elements = new Set<Element>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
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
