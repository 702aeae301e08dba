/** Bluesky. Not virtualised; tabs out of sight stay in the page. Long posts are clamped by style: all the text is there. */

import { type Adapter, grab } from "./adapter";

const ITEM = '[data-testid^="feedItem-by-"], [data-testid^="postThreadItem-by-"]';
const WORDS = 'div[data-word-wrap="1"]';
const QUOTE = `:is(${ITEM}) [role="link"]:has(${WORDS}):not(:has([data-testid="postText"]))`;

export const bluesky: Adapter = {
  id: "bluesky",
  name: "Bluesky",
  hosts: ["https://bsky.app/*"],
  wasm: "allowed",
  posts: [ITEM],
  quotes: QUOTE,
  text: ['[data-testid="postText"]', WORDS],
  postId: (post) =>
    post.matches(QUOTE) ? null : grab(post, 'a[href*="/post/"]', "href", /\/profile\/([^/]+\/post\/\w+)/),
  author: (post) =>
    /^(?:feedItem|postThreadItem)-by-(.+)$/.exec(post.getAttribute("data-testid") ?? "")?.[1] ?? null,
  provenance:
    "High for the selectors: the site's own source, 2026. Medium for the policy: none was sent in 2026.",
};
