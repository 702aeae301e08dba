// Posts with the same words around another ticker, and accounts that push tickers again and again: what the card says of them, across
// tabs, and what is forgotten when.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cardSays, openCard, pressButton, readButtons } from "./harness/card.mjs";
import { readCard, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf } from "./harness/pages.mjs";
import { change, openPopup } from "./harness/popup.mjs";

const TEMPLATE = (ticker) =>
  `LAST CHANCE to load up on ${ticker} before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀`;
const ONE =
  "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const OTHER = "Guaranteed profits! $ORBEX is going to 100x, buy now before it flies 🚀🚀🚀";

const make = (posts) =>
  posts.map((post) => ({
    ...post,
    at: `article:has(a[href$="/status/${post.id}"])`,
    flagged: ["pump"],
  }));

/** Three of one template, one of the same ticker that says something else. */
const POSTS = make([
  { id: "1", by: "ann", text: TEMPLATE("$NUVO") },
  { id: "2", by: "bob", text: TEMPLATE("$QENTA").replace("50x", "700x") },
  { id: "3", by: "cid", text: TEMPLATE("$ORBEX").replace("🚀🚀", "🔥") },
  { id: "4", by: "dee", text: ONE },
]);
/** The template again, and an account that pushes one ticker in three different ways. */
const MORE = make([
  { id: "5", by: "eve", text: TEMPLATE("$KELP") },
  { id: "6", by: "fay", text: ONE.replaceAll("ORBEX", "TARN") },
  { id: "7", by: "fay", text: OTHER },
  { id: "8", by: "fay", text: TEMPLATE("$TARN").replace("before the listing tonight", "") },
]);

const page = (url, posts) => ({
  url,
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{padding:4px 8px 330px 40px}</style></head><body><main>${posts
    .map(
      ({ id, by, text }) =>
        `<article data-testid="tweet"><div data-testid="User-Name"><a href="/${by}">${by}</a> <a href="/${by}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div></article>`,
    )
    .join("")}</main></body></html>`,
});
const HOME = page("https://x.com/home", POSTS);
const ELSEWHERE = page("https://x.com/i/lists/1", MORE);

/** How many notes the browser holds, in memory and on disk. */
async function countKept() {
  const api = globalThis.browser ?? globalThis.chrome;
  const kept = async (area) =>
    JSON.stringify(await api.storage[area].get(null)).match(/"since":/g)?.length ?? 0;
  return [await kept("session"), await kept("local")];
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { ui: true, view: { width: 700, height: 900 } });
    });
    after(() => browser?.close());

    const open = async (which, posts) => {
      const opened = await browser.open(which);
      await opened.front();
      await opened.untilEqual("marks", flagsOf(posts), readFlagged, posts);
      return opened;
    };
    const nextCard = async (of, posts, id) => {
      await of.press("Escape");
      await of.untilEqual("no card", null, readCard);
      await of.evaluate(
        (at) => document.querySelector(at).scrollIntoView(),
        posts.find((post) => post.id === id).at,
      );
      await of.painted();
      return openCard(of, posts, id);
    };
    const unfold = async (of) => {
      await pressButton(of, "More");
      await cardSays(of, /Why this can be wrong/);
      return of.evaluate(readCard);
    };

    test("the card says how many came with this template, and lists the others; a click leads to those of the page", async () => {
      tab = await open(HOME, POSTS);
      assert.match(await nextCard(tab, POSTS, "3"), /3rd post with this template since \d/);
      assert.match(await unfold(tab), /Posts with this template.+\$QENTA.+bob · X.+\$NUVO.+ann · X/s);
      const labels = await tab.evaluate(readButtons);
      const [leads] = labels.filter((label) => label.includes("$NUVO"));
      await pressButton(tab, leads);
      await cardSays(tab, /2 more posts with this template since \d/);
      assert.ok(
        await tab.evaluate((at) => document.querySelector(at).getBoundingClientRect().top >= 0, POSTS[0].at),
        "the post is in view",
      );
    });

    test("the same ticker in other words is no repeat", async () => {
      assert.doesNotMatch(await nextCard(tab, POSTS, "4"), /template|account/);
    });

    test("it counts across tabs, and after the background was stopped", async () => {
      const other = await open(ELSEWHERE, MORE);
      assert.match(await nextCard(other, MORE, "5"), /4th post with this template since \d/);
      await browser.stopBackground();
      assert.match(await nextCard(other, MORE, "5"), /4th post with this template since \d/);
      assert.match(await unfold(other), /\$ORBEX.+cid · X.+\$QENTA.+bob · X.+\$NUVO.+ann · X/s);
      const labels = await other.evaluate(readButtons);
      assert.deepEqual(
        labels.filter((label) => /\$(?:NUVO|QENTA|ORBEX)/.test(label)),
        [],
        "what is on another page is no button",
      );
      assert.deepEqual(other.errors, []);
      await other.close();
    });

    test("an account that pushes a ticker again and again is told of", async () => {
      const other = await open(ELSEWHERE, MORE);
      assert.match(await nextCard(other, MORE, "8"), /This account: 3rd post that pushes a ticker since \d/);
      await other.close();
    });

    test("the same post in another tab is no repeat", async () => {
      const again = await open(HOME, POSTS);
      assert.match(await nextCard(again, POSTS, "3"), /3rd post with this template since \d/);
      await again.close();
    });

    test("turned off while its background sleeps, it forgets; turned on again, it counts anew what is read from then on", async () => {
      await tab.front();
      const popup = await openPopup(browser);
      const [session, local] = await popup.evaluate(countKept);
      assert.ok(session >= POSTS.length + MORE.length, `${session} notes`);
      assert.equal(local, 0);
      await browser.stopBackground();
      await change(popup, "#on", false);
      await popup.untilEqual("nothing is kept", [0, 0], countKept);
      await change(popup, "#on", true);
      await tab.untilEqual("marks", flagsOf(POSTS), readFlagged, POSTS);
      await popup.close();
      await tab.front();
      assert.match(await nextCard(tab, POSTS, "3"), /3rd post with this template/);
      assert.doesNotMatch(await unfold(tab), /\$KELP/);
      assert.deepEqual(tab.errors, []);
    });

    test("another session knows nothing of this one", { timeout: 180_000 }, async () => {
      // What is still open when it starts again is read again.
      await tab.close();
      browser = await browser.restart();
      tab = await open(ELSEWHERE, MORE);
      assert.doesNotMatch(await nextCard(tab, MORE, "5"), /[234](?:nd|rd|th) post with this template/);
    });
  });
}
