/**
 * Threads. Class names are hashes. A post's words stand in the same kind of span as what is around them ("Author", a topic, a link's
 * card). A quoted post is built like any other, inside the one that quotes it; its words may be a link to it.
 */

import { type Adapter, grab } from "./adapter";

const LABEL = 'a:not([href*="/post/"]), time, [role="button"]';

export const threads: Adapter = {
  id: "threads",
  name: "Threads",
  hosts: ["https://www.threads.com/*", "https://www.threads.net/*"],
  wasm: "unknown",
  posts: [
    '[data-pressable-container="true"]',
    '[role="article"], article',
    '[data-pagelet^="threads_post_page_"]',
  ],
  text: [`span[dir="auto"]:not(:is(${LABEL}) *)`, `[dir="auto"]:not(:is(${LABEL}) *)`],
  only: "longest",
  postId: (post) => grab(post, 'a[href*="/post/"]', "href", /\/post\/([\w-]+)/),
  author: (post) =>
    grab(post, 'a[href*="/post/"]', "href", /\/@([^/]+)\/post\//) ??
    grab(post, 'a[href^="/@"]', "href", /^\/@([^/?#]+)/),
  feedAt: /^\/(?:$|[?#]|@|search|(?:t|for_you|following|liked|saved)\b)/,
  provenance:
    "Medium: twelve and more independent programs of 2025 and 2026 agree on the containers; that the longest span is the text is their " +
    "rule of thumb. On 2026-11-29 neither a capture nor a filter list was found, only pages modelled on the site. The policy is unknown.",
};
