/**
 * Comments on YouTube. Elements are filled anew with other comments when the reader moves on to another video. Long comments are folded
 * by style: all the text is there. Answers stand beside the comment that they answer, not inside it.
 */

import { type Adapter, grab } from "./adapter";

export const youtube: Adapter = {
  id: "youtube",
  name: "YouTube comments",
  hosts: ["https://www.youtube.com/*"],
  wasm: "unknown",
  posts: ["ytd-comment-view-model, ytd-comment-renderer", "#comments #body:has(#content-text)"],
  text: ["#content-text", "yt-attributed-string, yt-formatted-string.user-input"],
  postId: (post) => grab(post, 'a[href*="lc="]', "href", /[?&]lc=([^&#]+)/),
  author: (post) => post.querySelector("#author-text")?.textContent ?? null,
  feedAt: /^\/(?:watch|shorts\/|live\/|post\/)/,
  feedIn: "#comments",
  provenance:
    "High for elements and text: ten and more programs up to 2026; medium for link and author. Trusted Types since " +
    "2024-08; of the rest of the policy nothing is known. The mobile site is built otherwise, and is not read.",
};
