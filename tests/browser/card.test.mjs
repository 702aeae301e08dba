// The card and the ways to it: the words, anywhere else on the post, its edge, a tap, the keyboard; and that nothing takes it away from
// under the pointer.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { asRange, eachMark, markPoint, readAnnounced, readCard, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf } from "./harness/pages.mjs";
import { nextCard, openPopup } from "./harness/popup.mjs";

const FIRST =
  "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const SECOND =
  "LAST CHANCE to load up on $NUVO before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀";

const at = (id) => `article:has(a[href$="/status/${id}"])`;
const POSTS = [FIRST, SECOND, SECOND, SECOND, SECOND, SECOND].map((text, index) => ({
  id: String(index + 1),
  at: at(index + 1),
  text,
  flagged: ["pump"],
}));

/** Close together, so that a card lies over the posts below; `over` is laid across each post. */
const page = (over = "") => ({
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{position:relative;padding:4px 8px 4px 40px}.over{position:absolute;inset:0}</style></head><body><main>${POSTS.map(
    ({ id, text }) =>
      `<div class="cell" style="position:relative"><article data-testid="tweet"><div data-testid="User-Name"><a href="/u${id}">u${id}</a> <a href="/u${id}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div><button>Like</button></article>${over}</div>`,
  ).join(
    "",
  )}</main><script>window.clicks = 0; addEventListener("click", (event) => { window.clicks += 1; event.preventDefault(); });</script></body></html>`,
});

/** A point in the open card below which another post's mark lies; undefined if there is none. */
function pointOverMark(own) {
  const card = document
    .querySelector("html > :popover-open")
    .shadowRoot.firstElementChild.getBoundingClientRect();
  let point;
  eachMark((mark) => {
    if (mark.startContainer.parentElement.closest(own)) return;
    for (const { left, right, top, bottom } of asRange(mark).getClientRects()) {
      const [x, y] = [Math.max(left, card.left) + 6, (top + bottom) / 2];
      if (x < Math.min(right, card.right) && y > card.top && y < card.bottom) point ??= { x, y };
    }
  });
  return point;
}

function corner(selector) {
  const { left, top, height } = document.querySelector(selector).getBoundingClientRect();
  return { x: left + 1, y: top + height / 2 };
}

const beside = (selector) => {
  const { left, bottom } = document.querySelector(selector).getBoundingClientRect();
  return { x: left + 20, y: bottom - 8 };
};

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { view: { width: 700, height: 900 } });
    });
    after(() => browser?.close());

    const open = async (over) => {
      const tab = await browser.open(page(over));
      await tab.front();
      await tab.untilEqual("marks", flagsOf(POSTS), readFlagged, POSTS);
      return tab;
    };
    const away = async (tab) => {
      await tab.hover({ x: 690, y: 890 });
      await tab.untilEqual("no card", null, readCard);
    };

    for (const [name, over] of [
      ["another post's mark", ""],
      ["a link across the post", '<a class="over" href="/x"></a>'],
    ]) {
      test(`a pointer that rests on the card, over ${name}, changes nothing`, async () => {
        const tab = await open(over);
        const card = await openCard(tab, POSTS, "1");
        const point = await tab.until("the card lies over a mark", pointOverMark, at(1));
        for (const move of [0, 12, 0, 12]) {
          await tab.hover({ x: point.x, y: point.y + move });
          await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
          assert.equal(await tab.evaluate(readCard), card);
        }
        await tab.close();
      });
    }

    test("the words open the card, and so do the edge, any place on the post, the key and a tap", async () => {
      const tab = await open("");
      const card = await openCard(tab, POSTS, "1");
      await tab.until(
        "it is announced",
        `() => (${readAnnounced})().startsWith("Hypelint: Ticker pump, very strong signs. “")`,
      );
      await away(tab);
      await tab.hover(await tab.evaluate(corner, at(1)));
      await tab.untilEqual("the same card at the edge", card, readCard);
      await away(tab);
      await tab.hover(await tab.evaluate(beside, at(1)));
      await tab.untilEqual("the same card", card, readCard);
      await away(tab);
      const popup = await openPopup(browser);
      await tab.front();
      await nextCard(popup);
      await tab.untilEqual("the same card by key", card, readCard);
      await popup.close();
      await tab.press("Escape");
      await tab.untilEqual("no card", null, readCard);
      await tab.tap(await tab.until("a mark", markPoint, POSTS, "1"));
      await tab.untilEqual("the same card by a tap", card, readCard);
      await tab.close();
    });

    test("on a narrow screen a tap opens the card, which fits; what can be operated keeps its taps", async () => {
      const tab = await open("");
      await tab.size(360, 740);
      await tab.painted();
      await tab.tap(await tab.until("a mark", markPoint, POSTS, "1"));
      await tab.until("a card", readCard);
      const box = await tab.evaluate(() => {
        const { left, right } = document
          .querySelector("html > :popover-open")
          .shadowRoot.firstElementChild.getBoundingClientRect();
        return left >= 0 && right <= innerWidth;
      });
      assert.ok(box, "the card fits");
      const like = await tab.evaluate((selector) => {
        const { x, y, width, height } = document.querySelector(`${selector} button`).getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }, at(1));
      const clicks = await tab.evaluate(() => window.clicks);
      await tab.press("Escape");
      await tab.untilEqual("no card", null, readCard);
      await tab.tap(like);
      await tab.until("the page has its click", (before) => window.clicks > before, clicks);
      assert.equal(await tab.evaluate(readCard), null);
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });
  });
}
