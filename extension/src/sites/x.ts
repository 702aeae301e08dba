/**
 * X. Virtualised: posts off screen are thrown away and built anew. The rest of a long post is not there until it is opened. An article
 * is a post whose title and body stand in elements of their own.
 */

import { type Adapter, grab } from "./adapter";

const QUOTE = 'article div[role="link"]:has([data-testid="tweetText"])';

export const x: Adapter = {
  id: "x",
  name: "X",
  hosts: [
    "https://x.com/*",
    "https://mobile.x.com/*",
    "https://pro.x.com/*",
    "https://twitter.com/*",
    "https://mobile.twitter.com/*",
  ],
  wasm: "allowed",
  posts: ['article[data-testid="tweet"]', 'article:has([data-testid="tweetText"])'],
  quotes: QUOTE,
  text: [
    '[data-testid="tweetText"]',
    '[data-testid="twitter-article-title"], [data-testid="longformRichTextComponent"]',
  ],
  // A quoted post carries no link to itself; the first link with a time is always that of the post around it.
  postId: (post) =>
    post.matches(QUOTE) ? null : grab(post, 'a[href*="/status/"]:has(time)', "href", /\/status\/(\d+)/),
  author: (post) =>
    grab(post, '[data-testid="User-Name"] a[href^="/"]', "href", /^\/(\w{1,15})(?:$|[/?#])/) ??
    // In a quoted post the name is no link: it stands there as name, @handle and time.
    /@(\w{1,15})·/.exec(post.querySelector('[data-testid="User-Name"]')?.textContent ?? "")?.[1] ??
    null,
  feedAt:
    /^\/(?!settings|messages|notifications|jobs|login|compose|tos|privacy|i\/(?!bookmarks|lists|communities))/,
  provenance:
    "High: real captures of 2025-10, and maintained extensions of 2026-09. The policy held 'wasm-unsafe-eval' in 2026.",
};
