/**
 * Reddit. Posts and comments are custom elements; what they say stands in slots, outside their shadow roots. A person's comments are
 * elements of another kind, and results of a search are plain ones, with a title and a few lines that may be cut anywhere: the title
 * alone is read.
 */

import { type Adapter, grab } from "./adapter";

const COMMENT = "shreddit-profile-comment";
const RESULT =
  '[data-testid="search-post-unit"], [data-testid="search-sdui-post"], [data-testid="search-post-with-content-preview"]';

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
  // A person's comments carry no attribute that names the author: a link at the top does, or else the page's address.
  author: (post) =>
    post.getAttribute("author") ??
    grab(post, '[id^="poster-info-"] a[href*="/user/"]', "href", /\/user\/([^/?#]+)/) ??
    (post.matches(COMMENT)
      ? (/^\/user\/([^/]+)/.exec(post.ownerDocument.location.pathname)?.[1] ?? null)
      : null),
  feedAt: /^\/(?:$|[?#]|(?:r|user|u|t)\/|search|(?:best|hot|new|top|rising)\/)/,
  provenance:
    "High for posts, comments and a person's comments: several maintained programs of 2026 that say what they saw on the live site, and " +
    "agree (looked at 2026-11-29). Medium for results of a search, which come in three kinds of box. The policy is unknown.",
};

function prefixed(prefix: string, id: string | null): string | null {
  return id === null ? null : `${prefix}${id}`;
}
