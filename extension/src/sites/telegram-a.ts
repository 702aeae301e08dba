/** Telegram's web client A. Only a window of a chat's messages is in the page; a reply shows the beginning of what it answers. */

import type { Adapter } from "./adapter";

const NAME = ".message-title-name";

export const telegramA: Adapter = {
  id: "telegram-a",
  name: "Telegram Web A",
  hosts: ["https://web.telegram.org/a/*"],
  onRequest: true,
  wasm: "unknown",
  posts: [
    ".Message[data-message-id]",
    ".message-list-item:has(.text-content)",
    '[id^="message-"]:has(.text-content)',
  ],
  text: [".text-content"],
  skip: ".MessageMeta, .EmbeddedMessage, .Reactions, .WebPage, .translation-animation",
  // Messages are numbered anew in each chat; which chat it is stands in the address alone.
  postId: (post) => {
    const message = post.getAttribute("data-message-id") ?? /^message-(\d+)$/.exec(post.id)?.[1];
    return message === undefined ? null : `${post.ownerDocument.location.hash.slice(1)}/${message}`;
  },
  // A forwarded message names who wrote it. In a row of messages by one person, the first speaks for all.
  author: (post) => {
    const title =
      post.querySelector(NAME) ??
      post
        .closest(".sender-group-container")
        ?.querySelector(`.message-title:not(:has(.forward-title)) ${NAME}`);
    return (title?.querySelector(".sender-title") ?? title)?.textContent ?? null;
  },
  feedAt: /#./,
  provenance:
    "Medium to high: the client's own source, and eight programs of 2026 that use these classes. The policy is unknown.",
};
