/**
 * Finds what repeats on a page as posts of a feed do, without knowing the site.
 *
 * In: a document. Out: a selector of siblings of one kind that each have an author and a time; and, far more loosely, how many
 * siblings look like posts at all. Changes nothing, and keeps nothing.
 */

export const TIME =
  'time, relative-time, .dt-published, .published, .age, [itemprop~="datePublished"], [class*="timestamp" i]';

export const AUTHOR = [
  ".p-author",
  '[rel~="author"]',
  '[itemprop~="author"]',
  '[class*="author" i]',
  '[class*="username" i]',
  '[class*="hnuser"]',
  'a[href*="/@"]',
  'a[href*="/user/"]',
  'a[href*="/users/"]',
  'a[href*="/u/"]',
  'a[href*="/profile/"]',
].join(", ");

/** Fewer are no feed. */
const FEWEST = 3;
/** A stretch of text this long is somebody's words, and no label. */
const WORDS = 20;
const NOT_POSTS =
  "a, button, label, nav, header, footer, aside, select, textarea, script, style, noscript, template, dialog, [role='navigation'], [role='dialog']";

/**
 * A selector of the page's largest group of siblings with an author and a time each, or null. It names them by what they share, so that
 * those that come later are found as well.
 */
export function discover(document: Document): string | null {
  const [first, ...others] = timed(document);
  if (first?.parentElement == null || others.length < FEWEST - 1) return null;
  const shared = [...first.classList].filter((name) =>
    others.every(({ classList }) => classList.contains(name)),
  );
  const kind = [first.localName, ...shared].map((name) => CSS.escape(name)).join(".");
  return `${wayTo(first.parentElement)} > ${kind}:has(${TIME})`;
}

/** How many siblings of one kind look like posts: by author and time, or by words of their own and a link or a picture. */
export function countLike(document: Document): number {
  return Math.max(timed(document).length, wordy(document).length);
}

/** A post is the largest block around a time in which there is no other one. */
function timed(document: Document): Element[] {
  const times = [...document.querySelectorAll(TIME)];
  const within = new Map<Element, number>();
  for (const time of times) {
    for (const element of upFrom(time)) within.set(element, (within.get(element) ?? 0) + 1);
  }
  const blocks = times.flatMap((time) => upFrom(time).findLast((element) => within.get(element) === 1) ?? []);
  return largestGroup(blocks.filter((block) => block.querySelector(AUTHOR) !== null));
}

/** The element and those around it, up to below the body. */
function upFrom(element: Element): Element[] {
  const way: Element[] = [];
  const { body } = element.ownerDocument;
  for (let at: Element | null = element; at !== null && at !== body; at = at.parentElement) way.push(at);
  return way;
}

function wordy(document: Document): Element[] {
  const elements = new Set<Element>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if ((text.nodeValue ?? "").trim().length < WORDS || text.parentElement?.closest(NOT_POSTS)) continue;
    for (let at = text.parentElement; at !== null && !elements.has(at); at = at.parentElement)
      elements.add(at);
  }
  return largestGroup([...elements].filter((element) => element.querySelector("a[href], img") !== null));
}

/** The most siblings with one element name. */
function largestGroup(elements: Iterable<Element>): Element[] {
  return [...Map.groupBy(elements, (element) => element.parentElement).values()]
    .flatMap((siblings) => [...Map.groupBy(siblings, (element) => element.localName).values()])
    .reduce((most, group) => (group.length > most.length ? group : most), []);
}

/** From the nearest id downwards, by names. */
function wayTo(element: Element): string {
  if (element.id !== "") return `#${CSS.escape(element.id)}`;
  const name = CSS.escape(element.localName);
  return element.parentElement === null ? name : `${wayTo(element.parentElement)} > ${name}`;
}
