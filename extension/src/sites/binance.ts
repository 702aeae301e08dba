/** Binance Square. Cards in the feed hold the beginning of a post; the rest is on its own page. */

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
  posts: [".feed-buzz-card-base-view", '[class*="FeedBuzzBaseViewRoot"]', ".card-content-box"],
  text: [".card__title, .card__description, .feed-content-text", ".card__bd"],
  postId: (post) => grab(post, 'a[href*="/square/post/"]', "href", /\/square\/post\/(\d+)/),
  author: (post) => post.querySelector(".nick-username .nick, a.nick")?.textContent ?? null,
  feedAt: /\/(?:square|feed)\b/,
  provenance: "Medium: seven independent programs use these classes, up to 2026. The policy is unknown.",
};
