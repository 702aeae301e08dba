/**
 * LinkedIn. Two generations of markup live side by side: the feed of 2026, where nothing but test ids and opaque keys lasts, and the
 * older one, which pages of a single post still have. Virtualised. Long posts are folded by style: all the text is there. Comments
 * stand inside the post that they answer.
 */

import { type Adapter, grab } from "./adapter";

const COMMENT = '[componentkey^="replaceableComment_"], article.comments-comment-entity';
const RESHARED = '[componentkey^="feed-original-share-description"]';
const BOX = '[data-testid="expandable-text-box"]';
/** Who reacted to it stands above a post. */
const REACTION = ".update-components-header";
const PROFILE = `a:is([href*="/in/"], [href*="/company/"], [href*="/school/"]):not(${BOX} *, ${RESHARED} *, ${REACTION} *)`;

/** The feed repeats the key of a comment on several elements, one inside the other: the outermost of them holds its author, too. */
function whole(post: Element): Element {
  const key = post.getAttribute("componentkey");
  return (key && post.ownerDocument.querySelector(`[componentkey="${CSS.escape(key)}"]`)) || post;
}

export const linkedin: Adapter = {
  id: "linkedin",
  name: "LinkedIn",
  hosts: ["https://www.linkedin.com/*"],
  wasm: "unknown",
  posts: [
    // The key stands on the list's item, or on what is around it.
    '[data-testid="mainFeed"] [componentkey^="expanded"][componentkey*="FeedType_MAIN_FEED"]',
    '[componentkey^="expanded"]:is([role="listitem"], :has(> [role="listitem"]))',
    '[componentkey^="update-card-focus"]',
    'div.feed-shared-update-v2, [data-urn^="urn:li:activity:"]',
  ],
  quotes: `${RESHARED}, .feed-shared-update-v2__update-content-wrapper, ${COMMENT}`,
  text: [
    BOX,
    `[componentkey^="feed-commentary"], ${RESHARED}`,
    ".update-components-text, .comments-comment-item__main-content",
    ".feed-shared-inline-show-more-text",
  ],
  skip: '[data-testid="expandable-text-button"]',
  postId: (post) =>
    /^(?:expanded(.+)FeedType_|replaceableComment_(.+)$|update-card-focus(.+)$)/
      .exec(post.getAttribute("componentkey") ?? "")
      ?.slice(1)
      .find((id) => id !== undefined) ??
    post.getAttribute("data-urn") ??
    post.getAttribute("data-id"),
  author: (post) => grab(whole(post), PROFILE, "href", /\/(?:in|company|school)\/([^/?#]+)/),
  feedAt:
    /^\/(?:feed|posts|in\/[^/]+\/recent-activity|company\/[^/]+\/posts|search\/results\/(?:all|content))\b/,
  provenance:
    "Medium to high: the feed of 2026 as five and more independent programs describe it, up to 2026-10; reshared posts " +
    "by three of them. Where somebody's reaction stands above a post of 2026, its author may be taken from " +
    "there. A policy seen in 2024-12 lets no Wasm compile.",
};
