/**
 * Farcaster's own web client, which was Warpcast. Its class names are those of Tailwind. The cast that is looked at by itself has neither
 * an id nor a link to itself: the page's address has it. A quoted cast is plain text in a box, all its lines in one.
 */

import { type Adapter, grab } from "./adapter";

const CAST = '[id^="cast:"]';
const WORDS = ".whitespace-pre-wrap.break-words";
const FOCUSED = `.relative:has(> .relative.p-4 > ${WORDS})`;
const ROW = ".relative.cursor-pointer";
const QUOTED_WORDS = ".line-clamp-5";
const QUOTE = `:is(${CAST}, ${ROW}, ${FOCUSED}) .border:has(> ${QUOTED_WORDS})`;
/** Links that say nothing of who wrote the cast itself. */
const OTHERS = `:is(${WORDS}, ${QUOTE}) *`;
const PERMALINK = 'a[href*="/0x"]';

export const farcaster: Adapter = {
  id: "farcaster",
  name: "Farcaster",
  hosts: ["https://farcaster.xyz/*", "https://warpcast.com/*"],
  wasm: "unknown",
  // Where no cast has an id, the one in focus says nothing of the others.
  posts: [`${CAST}, :root:has(${CAST}) ${FOCUSED}`, `${ROW}:has(${WORDS}), ${FOCUSED}`],
  quotes: QUOTE,
  text: [`${WORDS}, ${QUOTED_WORDS}`, '[class*="line-clamp-feed"]', ".tracking-normal"],
  only: "first",
  postId: (post) =>
    /^cast:(.+)$/.exec(post.id)?.[1] ??
    (post.matches(FOCUSED)
      ? (/\/(0x[0-9a-f]{8,})/i.exec(post.ownerDocument.location.pathname)?.[1] ?? null)
      : grab(post, PERMALINK, "href", /\/(0x[0-9a-f]{8,})/i)),
  author: (post) => {
    const own = post.matches(QUOTE) ? "" : `:not(${OTHERS})`;
    return (
      grab(post, `${PERMALINK}${own}`, "href", /\/([^/]+)\/0x/) ??
      grab(post, `a[href^="/"]${own}`, "href", /^\/([^/~?#]+)$/)
    );
  },
  feedAt: /^\/(?:$|[?#]|~\/(?:channel|search|explore)|[^/~]+(?:\/0x\w+|\/casts[^/]*)?$)/,
  provenance:
    "High: the client's own source (public since 2026-04, looked at 2026-11-29), for casts, the one in focus, quoted casts and authors. " +
    "Its page carries no policy of its own; which one the server sends is unknown.",
};
