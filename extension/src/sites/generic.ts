/**
 * Any page that shows posts: the extension's own sample page, and sites without an adapter of their own, once the user allows them.
 *
 * Marked-up posts are taken at their word. Beside them, siblings of one kind that repeat with an author and a time are posts, too.
 */

import type { Adapter } from "./adapter";
import { AUTHOR, discover, TIME } from "./repeats";

export const generic: Adapter = {
  id: "generic",
  name: "Articles",
  hosts: [],
  wasm: "unknown",
  posts: [
    [
      "article",
      '[role="article"]',
      '[role="feed"] > :not(h1, h2, h3, header, form, button, script, style)',
      ".h-entry",
      '[itemtype$="/SocialMediaPosting"]',
      '[itemtype$="/DiscussionForumPosting"]',
    ].join(", "),
  ],
  discover,
  text: [
    '.e-content, [itemprop~="articleBody"], [itemprop~="text"]',
    "p, blockquote, li",
    '[dir="auto"]:not(a, span, bdi)',
  ],
  wholePost: true,
  skip: `header, footer, nav, aside, form, figcaption, ${TIME}, :is(a, address, cite):is(${AUTHOR})`,
  postId: (post) =>
    post.id ||
    (post.querySelector(`a.u-url, a[rel~="bookmark"], a[href]:has(${TIME})`)?.getAttribute("href") ?? null),
  author: (post) => post.querySelector(AUTHOR)?.textContent ?? null,
  provenance:
    "The HTML and ARIA standards, microformats2 and schema.org; for the rest, a guess that each page has to bear out.",
};
