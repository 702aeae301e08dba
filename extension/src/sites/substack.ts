/** Substack Notes. Class names end in a part that changes with every release: only their beginnings are used. */

import { parentOf } from "../content/tree";
import type { Adapter } from "./adapter";
import { outwards } from "./outwards";

const BODY = '[class*="feedCommentBody"]:not([class*="feedCommentBodyInner"])';
const WORDS = ".FeedProseMirror";
const OWN_PAGE = '[class*="feedPermalinkUnit"]';
const UNIT = `[data-entity-key^="c-"], ${OWN_PAGE}`;
const LINK = 'a[href*="/note/c-"]';

export const substack: Adapter = {
  id: "substack",
  name: "Substack Notes",
  hosts: ["https://substack.com/*"],
  wasm: "unknown",
  posts: [BODY, WORDS],
  text: [WORDS],
  postId: (post) => /\/note\/c-(\d+)/.exec(addressOf(post))?.[1] ?? null,
  author: (post) => /\/@([^/]+)\/note\//.exec(addressOf(post))?.[1] ?? null,
  feedAt: /^\/(?:$|[?#]|(?:home|notes)\b|@[^/]+\/note)/,
  provenance:
    "Medium: extractors and extensions of 2026, some with pages modelled on the site; " +
    "how a quoted note is nested is a guess. The policy is unknown.",
};

/**
 * A post is the note's own body, so that a quoted note is a post beside it. The link to the note stands in what is around the body,
 * and not in the words of any; a note on a page of its own carries none.
 */
function addressOf(post: Element): string {
  const unit = post.closest(UNIT);
  for (const around of outwards(parentOf(post))) {
    const links = around.matches(LINK) ? [around] : [...around.querySelectorAll(LINK)];
    const own = links.find(
      (link) => link.closest(`${BODY}, ${WORDS}`) === null && link.closest(UNIT) === unit,
    );
    if (own !== undefined) return own.getAttribute("href") ?? "";
    if (around === unit) break;
  }
  return unit?.matches(OWN_PAGE) ? post.ownerDocument.location.pathname : "";
}
