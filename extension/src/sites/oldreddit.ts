/** The old Reddit: plain pages from the server. Text of a post comes when it is unfolded. */

import type { Adapter } from "./adapter";

export const oldreddit: Adapter = {
  id: "oldreddit",
  name: "Old Reddit",
  hosts: ["https://old.reddit.com/*"],
  wasm: "unknown",
  posts: ["div.thing.link, div.thing.comment", "[data-fullname][data-author]"],
  text: ["a.title, .usertext-body .md"],
  postId: (post) => post.getAttribute("data-fullname"),
  author: (post) => post.getAttribute("data-author"),
  feedAt: /^\/(?:$|[?#]|(?:r|user|u)\/|search|(?:best|hot|new|top|rising)\/)/,
  provenance: "High: long unchanged, seen in saved pages and several programs. The policy is unknown.",
};
