/** Telegram's web client K. Only a window of a chat's messages is in the page; a reply shows the beginning of what it answers. */

import type { Adapter } from "./adapter";

export const telegramK: Adapter = {
  id: "telegram-k",
  name: "Telegram Web K",
  hosts: ["https://web.telegram.org/k/*"],
  onRequest: true,
  wasm: "unknown",
  posts: [".bubble[data-mid]", "[data-mid]:has(.message)", ".bubble:has(.message)"],
  // The reader's own messages are never translated, and stand in the message itself.
  text: [".translatable-message", ".bubble-content .message"],
  skip: ".reply, .time, .reactions, .webpage",
  postId: (post) => {
    const [chat, message] = [post.getAttribute("data-peer-id"), post.getAttribute("data-mid")];
    return chat === null || message === null ? null : `${chat}/${message}`;
  },
  // A forwarded message names who wrote it. In a row of messages by one person, the first may speak for all.
  author: (post) =>
    (
      post.querySelector(".name .peer-title") ??
      post.closest(".bubbles-group")?.querySelector(".name:not(:has(.bubble-name-forwarded)) .peer-title")
    )?.textContent ?? null,
  feedAt: /#./,
  provenance:
    "Medium to high: the client's own source, 2026, and ten programs that use these classes. The policy is unknown.",
};
