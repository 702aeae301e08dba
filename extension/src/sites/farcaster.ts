/** Farcaster's own web client, which was Warpcast. Its class names are those of Tailwind. A cast that is looked at by itself has no link to itself. */

import { type Adapter, grab } from "./adapter";

const CAST = '[id^="cast:"]';
const WORDS = ".whitespace-pre-wrap.break-words";
const ROW = ".relative.cursor-pointer";
const QUOTE = `:is(${CAST}, ${ROW}) .border:has(${WORDS})`;
const PERMALINK = 'a[href*="/0x"]';

export const farcaster: Adapter = {
  id: "farcaster",
  name: "Farcaster",
  hosts: ["https://farcaster.xyz/*", "https://warpcast.com/*"],
  wasm: "unknown",
  posts: [CAST, `${ROW}:has(${WORDS})`],
  quotes: QUOTE,
  text: [WORDS, '[class*="line-clamp-feed"]', ".tracking-normal"],
  only: "first",
  postId: (post) => /^cast:(.+)$/.exec(post.id)?.[1] ?? grab(post, PERMALINK, "href", /\/(0x[0-9a-f]{8,})/i),
  author: (post) =>
    grab(post, post.matches(QUOTE) ? PERMALINK : `${PERMALINK}:not(${QUOTE} *)`, "href", /\/([^/]+)\/0x/) ??
    grab(post, `a[href^="/"]:not(${QUOTE} *)`, "href", /^\/([^/~?#]+)$/),
  feedAt: /^\/(?:$|[?#]|~\/(?:channel|search|explore)|[^/~]+(?:\/0x\w+|\/casts[^/]*)?$)/,
  provenance:
    "Medium for casts and their words: four extensions of 2024 to 2026. How quoted casts are built is a guess: where it " +
    "is wrong, only the words of the quoting cast are read. The policy is unknown.",
};
