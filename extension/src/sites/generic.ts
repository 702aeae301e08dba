/**
 * Any page that shows posts: the extension's own sample page, and sites without an adapter of their own, once the user allows them.
 *
 * Marked-up posts are taken at their word. Beside them, siblings of one kind that repeat with an author, a time and words of their own
 * are posts, too. Where the words of a kind of post stand is learnt from several of them; quotes are posts of their own.
 */

import type { Adapter } from "./adapter";
import { learnText } from "./main-text";
import { discover, MARKED } from "./repeats";
import { AUTHOR, CONTROL, FURNITURE, isSetApart, QUOTE, QUOTE_HEAD, TIME } from "./signs";

/** Longer is no name. */
const LONGEST_NAME = 60;
const NAMED_BY = ["data-author", "data-quote", "data-username", "data-user-card", "title"];
const PERSON = /(?:\/@|\/(?:user|users|u|profile|member|members|people)\/)([^/?#]+)/;

const LINK = `a.u-url, a[rel~="bookmark"], a[href]:has(${TIME})`;
const NOT_OWN = `${FURNITURE}, ${CONTROL}`;
const DATED = `${TIME}, :has(${TIME})`;
const NAMED = `:is(${AUTHOR}):not(:empty)`;
const OTHERS = `${MARKED}, ${QUOTE}`;
/** Who is spoken of. */
const MENTION = 'p:not([class*="author" i]), [class*="mention" i]';

export const generic: Adapter = {
  id: "generic",
  name: "Articles",
  hosts: [],
  wasm: "unknown",
  posts: [],
  discover,
  quotes: QUOTE,
  quotesRepeat: true,
  text: [
    '.e-content, [itemprop~="articleBody"], [itemprop~="headline"]:not(meta), [itemprop~="text"]:not(meta)',
  ],
  learn: (kind, posts, isNested) =>
    learnText(
      kind,
      posts,
      (post, element) =>
        isNested(element) || element.matches(NOT_OWN) || isName(element, post) || isSetApart(element),
    ),
  skip: FURNITURE,
  postId: (post) => post.id || (post.querySelector(LINK)?.getAttribute("href") ?? null),
  author: (post) => {
    const said = NAMED_BY.slice(0, 3).map((name) => post.getAttribute(name));
    return said.find((name) => name) ?? (post.matches(QUOTE) ? quoted(post) : nameIn(post));
  },
  isByline: (post, element) => element.matches(AUTHOR) && element === nameOf(post),
  provenance:
    "The HTML and ARIA standards, microformats2 and schema.org; templates of XenForo, phpBB, Discourse, vBulletin (3 and 4), Lemmy, Misskey " +
    "and Elk, 2026-11; for the rest, a guess that each page has to bear out.",
};

function isName(element: Element, post: Element): boolean {
  return element !== post && element.matches(AUTHOR) && element.textContent.length <= LONGEST_NAME;
}

/** Whose words a quote holds, where it says so. */
function quoted(quote: Element): string | null {
  const head = quote.querySelector(QUOTE_HEAD);
  if (head === null) return null;
  const name = head.querySelector(AUTHOR) ?? head.querySelector("strong, b");
  // "Annie wrote:" and the like: the last word is the verb.
  return (
    name?.textContent ??
    head.textContent
      .trim()
      .replace(/(?<!\s)\s+\S+:$/, "")
      .replace(/:$/, "")
  );
}

function nameIn(post: Element): string | null {
  const name = nameOf(post);
  if (name !== null) return firstText(name);
  // Avatars show no name, and still say it.
  const unnamed = post.querySelector(AUTHOR);
  if (unnamed === null) return null;
  return (
    NAMED_BY.map((attribute) => unnamed.getAttribute(attribute)).find((said) => said) ??
    PERSON.exec(unnamed.getAttribute("href") ?? "")?.[1] ??
    null
  );
}

/** The element that shows who wrote it. Who boosted something stands above who wrote it, and who wrote it right before the time. */
function nameOf(post: Element): Element | null {
  const named = [...post.querySelectorAll(AUTHOR)].filter(
    (element) =>
      element.textContent.trim() !== "" &&
      element.textContent.length <= LONGEST_NAME &&
      !element.matches(DATED) &&
      element.querySelector(NAMED) === null &&
      isOwn(post, element) &&
      element.closest(MENTION) === null,
  );
  const time = [...post.querySelectorAll(TIME)].find((element) => isOwn(post, element));
  const before = time === undefined ? [] : named.filter((element) => precedes(element, time));
  return before.at(-1) ?? named[0] ?? null;
}

/** A name comes before a handle. */
function firstText(element: Element): string {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = texts.nextNode();
  while (text !== null && (text.nodeValue ?? "").trim() === "") text = texts.nextNode();
  return text?.nodeValue ?? "";
}

/** Whether no other post or quote stands between the two. */
function isOwn(post: Element, element: Element): boolean {
  return element.closest(OTHERS)?.contains(post) !== false;
}

function precedes(one: Element, other: Element): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
