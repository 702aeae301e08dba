/** CoinMarketCap's community. Long posts are cut short ("Read all"), and the rest is not there until it is asked for. */

import { type Adapter, grab } from "./adapter";

export const coinmarketcap: Adapter = {
  id: "coinmarketcap",
  name: "CoinMarketCap",
  // Posts stand on the pages of coins, too, and readers move between all of them without a reload.
  hosts: ["https://coinmarketcap.com/*"],
  wasm: "unknown",
  posts: [
    '[data-test="community-post"]',
    ".post-wrapper.community",
    "[data-post-id]",
    'article:has(a[href*="/community/post/"])',
  ],
  text: [".post-text-wrapper", ".text", '[class*="post-text"], [class*="post-content"]'],
  only: "first",
  skip: ".read-all",
  postId: (post) =>
    post.closest("[data-post-id]")?.getAttribute("data-post-id") ??
    grab(post, 'a[href*="/community/post/"]', "href", /\/community\/post\/(\d+)/),
  author: (post) =>
    grab(post, 'a[href*="/community/profile/"]', "href", /\/community\/profile\/([^/?#]+)/) ??
    post.querySelector('[data-test="post-handle"], .community-author')?.textContent ??
    null,
  feedAt: /^\/(?:[\w-]{2,5}\/)?community\b/,
  provenance:
    "Medium: some twelve scrapers of 2025 and 2026, but in two families that know different names for the same parts; no capture was " +
    "found on 2026-11-29. How reposts are built is unknown: only the first text of a post is read. The policy is unknown.",
};
