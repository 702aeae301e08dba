/** StockTwits. Class names end in a part that changes with every release: only their beginnings are used. */

import type { Adapter } from "./adapter";

export const stocktwits: Adapter = {
  id: "stocktwits",
  name: "StockTwits",
  hosts: ["https://stocktwits.com/*", "https://www.stocktwits.com/*"],
  wasm: "unknown",
  posts: [
    '[data-testid^="message-"]:has([class*="RichTextMessage_body"])',
    '[class*="StreamMessage_main"]:has([class*="RichTextMessage_body"])',
    'article:has([class*="RichTextMessage_body"])',
  ],
  text: ['[class*="RichTextMessage_body"]'],
  postId: (post) => /^message-(\d+)$/.exec(post.getAttribute("data-testid") ?? "")?.[1] ?? null,
  author: (post) => post.querySelector('[aria-label="Username"]')?.textContent ?? null,
  feedAt: /^\/(?:$|[?#]|symbol\/|feeds?\b|[^/]+\/message\/\d)/,
  provenance:
    "Medium to high: ten and more independent readers of the site, up to 2026-06, agree on the text and its rotating ends; six of them on " +
    "what is around it. No capture, userscript or filter list was found on 2026-11-29, and nothing on messages that quote others. The " +
    "policy is unknown.",
};
