/**
 * Binance Square. A card holds all of a short post, folded by style, and once more in a hidden link; of an article, the title and the
 * beginning.
 */

import { type Adapter, grab } from "./adapter";

export const binance: Adapter = {
  id: "binance",
  name: "Binance Square",
  hosts: [
    "https://www.binance.com/square*",
    "https://www.binance.com/*/square*",
    "https://www.binance.com/feed*",
    "https://www.binance.com/*/feed*",
  ],
  wasm: "unknown",
  posts: [".feed-buzz-card-base-view", '[class*="FeedBuzzBaseViewRoot"][data-id]', ".card-content-box"],
  text: [".card__title, .card__description", ".feed-content-text", ".card__bd"],
  // All of the text once more, what unfolds it, and prices of what it names.
  skip: 'a[style*="display: none"], .feed-buzz-view-more, .trading-pairs',
  postId: (post) =>
    post.closest("[data-id]")?.getAttribute("data-id") ??
    grab(post, 'a[href*="/square/post/"]', "href", /\/square\/post\/(\d+)/),
  author: (post) => post.querySelector(".nick-username .nick, a.nick")?.textContent ?? null,
  feedAt: /\/(?:square|feed)\b/,
  provenance:
    "High for the feed's cards: a capture of 2026-06, and a reader that checked the same classes in 2026-10 (looked at 2026-11-29). " +
    "Medium for articles and a post's own page: programs up to 2026 alone. The policy is unknown.",
};
