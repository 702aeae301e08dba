/** Discord. Classes are hashed, ids speak. Only a window of a channel's messages is in the page. A hidden spoiler is read, too. */

import type { Adapter } from "./adapter";

const NAME = "message-username-";

export const discord: Adapter = {
  id: "discord",
  name: "Discord",
  // The whole host: who signs in gets to a channel without another page being loaded.
  hosts: ["https://discord.com/*", "https://ptb.discord.com/*", "https://canary.discord.com/*"],
  onRequest: true,
  wasm: "unknown",
  posts: [
    'li[id^="chat-messages-"]',
    '[data-list-item-id^="chat-messages___"]',
    'ol[data-list-id="chat-messages"] > li',
  ],
  text: ['div[id^="message-content-"]', '[class*="messageContent"]'],
  // What a message answers, and the mark of an edited one with its time.
  skip: '[id^="message-reply-context-"], time, [class^="edited"]',
  postId: (post) =>
    /(?:^|\D)(\d+-\d+)$/.exec(post.id || (post.getAttribute("data-list-item-id") ?? ""))?.[1] ?? null,
  // In a row of messages by one person, only the first shows the name; the others refer to it for screen readers.
  author: (post) => {
    const named =
      post.querySelector(`[id^="${NAME}"]`) ?? post.ownerDocument.getElementById(labelOf(post) ?? "");
    return (named?.querySelector('[class*="username"]') ?? named)?.textContent ?? null;
  },
  feedAt: /^\/channels\/(?:\d+|@me)\/\d/,
  provenance:
    "High for the ids: captures of 2024-12, and ten programs up to 2026 that use them. The policy is unknown.",
};

function labelOf(post: Element): string | undefined {
  const selector = `[aria-labelledby*="${NAME}"]`;
  const labelled = post.matches(selector) ? post : post.querySelector(selector);
  return labelled
    ?.getAttribute("aria-labelledby")
    ?.split(" ")
    .find((id) => id.startsWith(NAME));
}
