/**
 * Mastodon's own web interface (and glitch-soc, which keeps its classes), on a list of large servers. Posts off screen are un-rendered.
 * Long posts are folded by style; text under a content warning is not there until it is opened.
 */

import { type Adapter, grab } from "./adapter";

const SERVERS = [
  "mastodon.social",
  "mastodon.online",
  "mastodon.world",
  "mastodon.cloud",
  "mastodon.art",
  "mastodon.gamedev.place",
  "mas.to",
  "mstdn.social",
  "mstdn.jp",
  "pawoo.net",
  "fosstodon.org",
  "hachyderm.io",
  "infosec.exchange",
  "ioc.exchange",
  "techhub.social",
  "chaos.social",
  "universeodon.com",
  "toot.community",
  "troet.cafe",
  "piaille.fr",
];

export const mastodon: Adapter = {
  id: "mastodon",
  name: "Mastodon",
  hosts: SERVERS.map((server) => `https://${server}/*`),
  perHost: true,
  detect: '#mastodon[data-props], script#initial-state[type="application/json"]',
  wasm: "allowed",
  posts: ["div.status[data-id], div.detailed-status", "div.status"],
  quotes: ".status--is-quote",
  // The options of a poll and the hashtags at a post's end stand beside its text.
  text: [".status__content__text, .poll__option__text, .hashtag-bar", ".status__content"],
  // The start and the end of a link that is shown in part; and the link to the quoted post that older servers write into the text.
  skip: ".invisible, .quote-inline",
  postId: (post) =>
    post.getAttribute("data-id") ??
    grab(post, "a.detailed-status__datetime, a.status__relative-time", "href", /\/(\d+)$/),
  author: (post) => post.querySelector(".display-name__account")?.textContent ?? null,
  feedAt:
    /^\/(?:$|[?#]|(?:home|public|explore|deck|web|tags|lists|favourites|bookmarks|search)\b|@[^/]+(?:\/(?:with_replies|media|\d+))?$)/,
  provenance:
    "High: Mastodon's own source, 2026. Its stock policy holds 'wasm-unsafe-eval' since 4.0.2 (pull request 20606).",
};
