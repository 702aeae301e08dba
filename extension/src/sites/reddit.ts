/** Reddit. Posts and comments are custom elements; what they say stands in slots, outside their shadow roots. */

import type { Adapter } from "./adapter";

export const reddit: Adapter = {
  id: "reddit",
  name: "Reddit",
  hosts: ["https://www.reddit.com/*", "https://reddit.com/*", "https://sh.reddit.com/*"],
  wasm: "unknown",
  posts: ["shreddit-post, shreddit-comment", "[post-title], [thingid]"],
  text: ['[slot="title"], [slot="text-body"], [slot="comment"]'],
  postId: (post) => post.getAttribute("thingid") ?? post.getAttribute("id"),
  author: (post) => post.getAttribute("author"),
  provenance: "High for elements and attributes: many independent programs of 2026. The policy is unknown.",
};
