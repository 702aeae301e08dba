// What the reader teaches: "Not hype" on a card and "This is hype" in the browser's own menu, on posts that were not told; in other tabs,
// after a restart, undone and forgotten.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cardSays, openCard, pressButton } from "./harness/card.mjs";
import { readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { openPopup, says } from "./harness/popup.mjs";

const BAZAAR = (coin) =>
  `The church bazaar minted $${coin} for its quilt raffle. Get yours before Sunday and thank grandma for the crocheted slippers later 🚀`;
const FLOCK = (bird) =>
  `The parrot sanctuary network rewards keepers in feathers. Adopt a ${bird} on the aviary chain, built for keepers by keepers`;
const PUMP =
  "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";

const at = (id) => `article:has(a[href$="/status/${id}"])`;
const POSTS = [
  { id: "1", text: BAZAAR("YARNA") },
  { id: "2", text: BAZAAR("QUILTO") },
  { id: "3", text: PUMP },
  { id: "4", text: FLOCK("macaw") },
  { id: "5", text: FLOCK("cockatoo") },
].map((post) => ({ ...post, at: at(post.id) }));

const PAGE = {
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{padding:4px 8px 12px 40px}</style></head><body><p>No post.</p><main>${POSTS.map(
    ({ id, text }) =>
      `<article data-testid="tweet"><div data-testid="User-Name"><a href="/by${id}">by${id}</a> <a href="/by${id}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div></article>`,
  ).join("")}</main></body></html>`,
};

/** As the options page shows it. */
const beginning = (text) => `${text.slice(0, 99).trimEnd()}…`;

const ALL = ["1: pump", "2: pump", "3: pump"];
const HYPE = "This is hype";

async function readLearnt() {
  const api = globalThis.browser ?? globalThis.chrome;
  const { learnt } = await api.storage.local.get("learnt");
  return (learnt?.lessons ?? []).map(({ text, way, categories }) => ({ text, way, categories }));
}

/** What the options page lists as learnt: the beginning of each post, and what became of it, without the time. */
function readListed() {
  return [...document.querySelectorAll("#learnt li")].map((row) => [
    row.querySelector("q").textContent,
    row.querySelector("small").textContent.split(" · ").slice(0, 2).join(" · "),
  ]);
}

/** Presses a button of the options page by what assistive technology calls it, or by its text. */
function press(name) {
  [...document.querySelectorAll("button")]
    .find(({ ariaLabel, textContent }) => ariaLabel?.startsWith(name) || textContent === name)
    .click();
}

/** A point on the words that an element begins with. */
function pointOn(selector) {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  const [box] = range.getClientRects();
  return { x: box.x + 30, y: box.y + box.height / 2 };
}

async function writeLearnt(learnt) {
  const api = globalThis.browser ?? globalThis.chrome;
  await api.storage.local.set({ learnt });
}

/** What the engine in the background says of a text under the lessons of an edition. Runs in a page of the extension. */
async function askBackground(text, isTaught) {
  const api = globalThis.browser ?? globalThis.chrome;
  const { learnt } = await api.storage.local.get("learnt");
  const port = api.runtime.connect({ name: "engine" });
  const rules = { disabledRules: [], strictRules: [], mildRules: [] };
  return new Promise((resolve, reject) => {
    port.onMessage.addListener(({ ok, error }) => {
      port.disconnect();
      if (ok === undefined) reject(new Error(error));
      else resolve(Math.sign(ok.taught?.pump ?? 0));
    });
    port.postMessage({ id: 1, kind: "report", text, rules, edition: isTaught ? learnt.edition : "" });
  });
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    let other;
    let options;
    before(async () => {
      browser = await launch(kind, { ui: true, view: { width: 700, height: 900 } });
      options = await browser.extensionPage("options.html", { behind: true });
      other = await browser.open(PAGE);
      tab = await browser.open(PAGE);
      await tab.front();
    });
    after(() => browser?.close());

    async function seenInBoth(what, flags) {
      await tab.untilEqual(what, flags, readFlagged, POSTS);
      await other.front();
      await other.untilEqual(`${what}, in the other tab`, flags, readFlagged, POSTS);
      await tab.front();
    }

    async function sayNotHype() {
      await openCard(tab, POSTS, "1");
      await pressButton(tab, "Not hype");
      await cardSays(tab, /no longer marked[\s\S]*count for less/);
    }

    async function choose(selector) {
      await tab.menu(await tab.evaluate(pointOn, selector));
      await browser.choose(HYPE);
    }

    test("not hype: the next post of that kind is not marked, in all tabs, others are; undone, all is as before", async () => {
      await seenInBoth("marks", ALL);
      await sayNotHype();
      await seenInBoth("the kind has no marks", ["3: pump"]);
      assert.deepEqual(await options.evaluate(readLearnt), [
        { text: POSTS[0].text, way: "less", categories: ["pump"] },
      ]);
      assert.equal(await options.evaluate(askBackground, POSTS[1].text, true), -1);
      assert.equal(await options.evaluate(askBackground, POSTS[1].text, false), 0);
      await pressButton(tab, "Undo");
      await cardSays(tab, /Undone/);
      await tab.press("Escape");
      await seenInBoth("marks are back", ALL);
      await options.untilEqual("nothing is learnt", [], readLearnt);
    });

    test("this is hype: posts like it are marked, for words of theirs; undone, they are not", async () => {
      await choose(`${at("4")} [data-testid="tweetText"]`);
      await cardSays(tab, /Posts like this count for more/);
      await seenInBoth("the kind is marked", [...ALL, "4: claim", "5: claim"]);
      assert.deepEqual(await options.evaluate(readLearnt), [
        { text: POSTS[3].text, way: "more", categories: ["claim"] },
      ]);
      await pressButton(tab, "Undo");
      await cardSays(tab, /Undone/);
      await tab.press("Escape");
      await seenInBoth("as before", ALL);
      await options.untilEqual("nothing is learnt", [], readLearnt);
    });

    test("this is hype, where there is no post, and of a post that is marked: the card says so, and nothing is learnt", async () => {
      await choose("body > p");
      await cardSays(tab, /No post here/);
      await tab.press("Escape");
      await choose(`${at("3")} [data-testid="tweetText"]`);
      await cardSays(tab, /Ticker pump/);
      await tab.press("Escape");
      assert.deepEqual(await options.evaluate(readLearnt), []);
    });

    test("what was learnt outlives a restart, is listed, and can be forgotten singly and as a whole", async () => {
      await sayNotHype();
      await tab.press("Escape");
      await choose(`${at("4")} [data-testid="tweetText"]`);
      await cardSays(tab, /count for more/);
      const flags = ["3: pump", "4: claim", "5: claim"];
      await tab.untilEqual("both count", flags, readFlagged, POSTS);

      browser = await browser.restart();
      tab = await browser.open(PAGE);
      await tab.front();
      await tab.untilEqual("after the restart", flags, readFlagged, POSTS);
      await openCard(tab, POSTS, "5");
      await cardSays(tab, /you called posts like this one hype/);
      await tab.press("Escape");

      options = await browser.extensionPage("options.html", { behind: true });
      await options.untilEqual(
        "the list",
        [
          [beginning(FLOCK("macaw")), "Posts like this count for more · Infrastructure claims"],
          [beginning(BAZAAR("YARNA")), "Posts like this count for less · Ticker pumps"],
        ],
        readListed,
      );
      const popup = await openPopup(browser);
      await says(popup, /Learnt from you\s+2 posts/);
      // It closes itself by that.
      await popup.evaluate(() => void setTimeout(() => document.querySelector("#forget").click()));
      const list = await browser.opened("options.html#learnt-section");
      await list.until("the list is unfolded", () => document.querySelector("#learnt li")?.checkVisibility());
      await list.close();
      await tab.front();

      await options.evaluate(press, "Forget: The church");
      // The post itself stays as it was told: it is never marked again.
      await tab.untilEqual(
        "one is forgotten",
        ["2: pump", "3: pump", "4: claim", "5: claim"],
        readFlagged,
        POSTS,
      );
      await options.evaluate(press, "Forget all of this");
      await tab.untilEqual("all are forgotten", ["2: pump", "3: pump"], readFlagged, POSTS);
      await options.untilEqual("nothing is listed", [], readListed);
      assert.deepEqual(tab.errors, []);
    });

    test("damaged: what can be read counts, the page says that something was left out, and what is told next is kept", async () => {
      const lesson = { text: BAZAAR("YARNA"), way: "less", categories: ["pump"], when: 1 };
      const damages = [
        [{ edition: "1", lessons: [lesson, { ...lesson, way: 7 }, null] }, ["3: pump"], 1],
        [{ edition: "2", lessons: "x" }, ["2: pump", "3: pump"], 0],
        [{ lessons: [lesson] }, ["2: pump", "3: pump"], 0],
        ["x", ["2: pump", "3: pump"], 0],
      ];
      for (const [learnt, flags, listed] of damages) {
        await options.evaluate(writeLearnt, learnt);
        await tab.untilEqual("marks", flags, readFlagged, POSTS);
        await options.until("it says so", () => document.querySelector("#learnt-notice").checkVisibility());
        await options.untilEqual("in the list", listed, `() => (${readListed})().length`);
      }
      await choose(`${at("4")} [data-testid="tweetText"]`);
      await cardSays(tab, /count for more/);
      await options.until("whole again", () => document.querySelector("#learnt-notice").hidden);
      assert.equal((await options.evaluate(readListed)).length, 1);
    });
  });
}
