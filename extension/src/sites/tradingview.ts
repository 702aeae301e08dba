/** TradingView: ideas and scripts. Cards hold the title and the beginning; the idea's own page holds the rest. */

import { type Adapter, grab } from "./adapter";

/** The edition for each language has a host of its own. */
const EDITIONS = [
  "www",
  "ar",
  "br",
  "cn",
  "de",
  "es",
  "fr",
  "id",
  "il",
  "in",
  "it",
  "jp",
  "kr",
  "my",
  "pl",
  "ru",
  "se",
  "th",
  "tr",
  "tw",
  "vn",
];

const CARD = 'article, [class*="idea-card"]';
const UPDATE = 'span[class*="ast-"]';
const LINK = 'a[href*="/chart/"], a[href*="/script/"]';
const ID = /\/(?:chart\/[^/]+|script)\/([^/-]+)/;

export const tradingview: Adapter = {
  id: "tradingview",
  name: "TradingView",
  hosts: EDITIONS.map((edition) => `https://${edition}.tradingview.com/*`),
  wasm: "unknown",
  posts: [
    'article:has(a[data-qa-id="ui-lib-card-link-title"]), [data-qa-id="publication-container"]',
    `:is(${CARD}):has(${LINK}), [class*="description-"]:has(${UPDATE})`,
  ],
  text: [
    'a[data-qa-id="ui-lib-card-link-title"], a[data-qa-id="ui-lib-card-link-paragraph"]',
    UPDATE,
    // Title and beginning link to the idea, the number of comments to a place in it.
    `:is(${LINK}):not([href*="#"])`,
  ],
  postId: (post) =>
    post.matches(CARD)
      ? grab(post, LINK, "href", ID)
      : (ID.exec(post.ownerDocument.location.pathname)?.[1] ?? null),
  author: (post) => grab(post, 'a[href*="/u/"]', "href", /\/u\/([^/]+)/),
  feedAt: /^\/(?:ideas|scripts|chart\/|script\/|u\/|feed|symbols\/[^/]+\/ideas|markets\/.+\/ideas)/,
  provenance:
    "High for the cards: ten independent readers of the site, 2025-12 to 2026-08, and pieces of pages in two of them. Medium for an idea's " +
    "own page: one reader, and another's style sheet for the same elements (looked at 2026-11-29). The policy is unknown.",
};
