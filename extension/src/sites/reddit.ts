/**
 * Reddit. Posts and comments are custom elements; what they say stands in slots, outside their shadow roots. A person's comments are
 * elements of another kind, and results of a search are plain ones, with a title and a few lines that may be cut anywhere: the title
 * alone is read.
 */

import { type Adapter, grab } from "./adapter";

const COMMENT = "shreddit-profile-comment";
const RESULT = '[data-testid="search-post-unit"], [data-testid="search-post-with-content-preview"]';

export const reddit: Adapter = {
  id: "reddit",
  name: "Reddit",
  hosts: ["https://www.reddit.com/*", "https://reddit.com/*", "https://sh.reddit.com/*"],
  wasm: "unknown",
  posts: [
    `shreddit-post, shreddit-comment, ${COMMENT}, ${RESULT}`,
    `[post-title], [thingid], article [comment-id]:has([id$="-content"])`,
    '[data-testid]:has(> :is(h1, h2, h3) > a[data-testid="post-title"])',
  ],
  text: [
    '[slot="title"], [slot="text-body"], shreddit-post-text-body, [slot="comment"]',
    '[id$="-content"].md, a[data-testid="post-title"]',
  ],
  postId: (post) =>
    post.getAttribute("thingid") ??
    post.getAttribute("comment-id") ??
    (post.id || prefixed("t3_", grab(post, 'a[href*="/comments/"]', "href", /\/comments\/(\w+)/))),
  // A page of one person's comments names the author in its address alone.
  author: (post) =>
    post.getAttribute("author") ??
    (post.matches(COMMENT)
      ? (/^\/user\/([^/]+)/.exec(post.ownerDocument.location.pathname)?.[1] ?? null)
      : null),
  feedAt: /^\/(?:$|[?#]|(?:r|user|u|t)\/|search|(?:best|hot|new|top|rising)\/)/,
  provenance:
    "High for elements and attributes: many independent programs of 2026. Medium for results of a search and a person's comments, " +
    "2026-11. The policy is unknown.",
};

function prefixed(prefix: string, id: string | null): string | null {
  return id === null ? null : `${prefix}${id}`;
}
