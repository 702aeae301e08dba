/** Primal, a client of Nostr. A note that is quoted is a note inside a note. */

import { type Adapter, grab } from "./adapter";

const WORDS = '[class*="parsedNote"]';

export const primal: Adapter = {
  id: "primal",
  name: "Primal",
  hosts: ["https://primal.net/*"],
  wasm: "unknown",
  posts: ["[data-event]", "[data-event-bech32]", `a[href^="/e/"]:has(${WORDS})`],
  text: [WORDS, '[id^="note_"]'],
  // Previews of links, and what unfolds a long note.
  skip: '[class*="linkPreview"], [class*="more"]:has(> .linkish)',
  postId: (post) => post.getAttribute("data-event") ?? post.getAttribute("data-event-bech32"),
  author: (post) =>
    post.querySelector('[class*="userName"]')?.textContent ??
    grab(post, 'a[href^="/p/"]', "href", /\/p\/(\w+)/),
  feedAt: /^\/(?:$|[?#]|(?:home|explore|search|e|p|bookmarks)\b)/,
  provenance:
    "High for the attributes, the text and the nesting: the client's own source, 2026-01. Medium for the author. The policy is unknown.",
};
