// By key: to the next and the last marked post, into the card, through it, and back.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cardSays } from "./harness/card.mjs";
import { asRange, postOf, readCard, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf } from "./harness/pages.mjs";
import { until } from "./harness/patience.mjs";

/** Each in words of its own: none is a repeat of another. */
const PUMPS = {
  orbex:
    "LAST CHANCE to load up on $ORBEX before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀",
  nuvo: "Everybody who sold early will regret it: $NUVO is going to the moon, don't miss this gem, 100x soon 🚀🚀",
  qenta:
    "Join our VIP group! Members made 400% profit on the last call, and the next pump is $QENTA in two hours 🔥🔥",
};
const PLAIN = "The bakery on the corner finally fixed its oven. Small wins.";

const NEXT = "Alt+Shift+H";
const PREVIOUS = "Alt+Shift+G";
const ENTER = "Alt+Shift+J";

const at = (id) => `article:has(a[href$="/status/${id}"])`;
const POSTS = [PLAIN, PUMPS.orbex, PLAIN, PUMPS.nuvo, PLAIN, PUMPS.qenta, PLAIN].map((text, index) => ({
  id: String(index),
  at: at(index),
  text,
  flagged: text === PLAIN ? [] : ["pump"],
}));

/** Far apart: only one is in view at a time. The page listens to keys, as sites with shortcuts do. */
const page = (posts) => ({
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{padding:4px 8px;min-height:500px}html{scroll-behavior:smooth}</style></head><body><main>${posts
    .map(
      ({ id, text }) =>
        `<article data-testid="tweet"><div data-testid="User-Name"><a href="/u${id}">u${id}</a> <a href="/u${id}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div><button id="like-${id}">Like</button></article>`,
    )
    .join(
      "",
    )}</main><script>window.keys = []; addEventListener("keydown", ({ key }) => window.keys.push(key));</script></body></html>`,
});

/** The post whose card is open, and whether its words are in view. */
function readOpen(posts) {
  let open = null;
  CSS.highlights.forEach((highlight, name) => {
    if (!/^hypelint-pump-on/.test(name)) return;
    highlight.forEach((mark) => {
      const { top, bottom } = asRange(mark).getBoundingClientRect();
      open = { id: postOf(posts, mark.startContainer), inView: top >= 0 && bottom <= innerHeight };
    });
  });
  return open;
}

/** What has the focus: the card itself, or a control in it by its words; otherwise the page's element by its id. */
function readFocus() {
  const { activeElement } = document;
  const within = activeElement?.shadowRoot?.activeElement;
  if (!within) return activeElement?.id || activeElement?.localName;
  return within.localName === "section" ? "the card" : within.innerText;
}

const readScroll = () => {
  const card = document.querySelector("html > :popover-open").shadowRoot.firstElementChild;
  return { card: card.scrollTop, page: scrollY };
};

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { view: { width: 700, height: 600 } });
      tab = await browser.open(page(POSTS));
      await tab.front();
      // All are read when they are near.
      await tab.untilEqual(
        "the first is marked",
        "1: pump",
        `() => (${readFlagged})(${JSON.stringify(POSTS)})[0]`,
      );
    });
    after(() => browser?.close());

    const opens = (id) => tab.untilEqual(`the card of ${id}`, { id, inView: true }, readOpen, POSTS);

    test("next and previous go from marked post to marked post, and bring each into view", async () => {
      for (const id of ["1", "3", "5"]) {
        await tab.press(NEXT);
        await opens(id);
      }
      await tab.untilEqual("all are marked", flagsOf(POSTS), readFlagged, POSTS);
      await tab.press(NEXT);
      await opens("1");
      for (const id of ["5", "3", "1"]) {
        await tab.press(PREVIOUS);
        await opens(id);
      }
    });

    test("from where one is, with no card open", async () => {
      await tab.press("Escape");
      await tab.evaluate((selector) => {
        document.querySelector(selector).scrollIntoView({ behavior: "instant" });
      }, at(3));
      await tab.press(NEXT);
      await opens("3");
      await tab.press("Escape");
      await tab.press(PREVIOUS);
      await opens("3");
      await tab.press("Escape");
    });

    test("a key enters the card; arrows move it, Tab goes round in it, Escape gives the focus back", async () => {
      await tab.evaluate(() => document.querySelector("#like-3").focus({ preventScroll: true }));
      await tab.press(NEXT);
      await opens("3");
      assert.equal(await tab.evaluate(readFocus), "like-3", "the card takes no focus by itself");
      await tab.press(ENTER);
      await tab.untilEqual("the focus is on the card", "the card", readFocus);

      const walk = [];
      await tab.evaluate(() => {
        window.keys = [];
      });
      for (const key of ["Tab", "Tab", "Enter", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Shift+Tab"]) {
        await tab.press(key);
        walk.push(await tab.evaluate(readFocus));
      }
      const all = ["Trust u3", "Ignore $NUVO", "Not hype", "More", "Not hype"];
      assert.match(walk[4], /^Stop the rule/);
      assert.deepEqual(walk.toSpliced(4, 1), ["Not hype", "More", "More", "Fewer like this", ...all]);

      await tab.size(700, 300);
      await tab.painted();
      const before = await tab.evaluate(readScroll);
      await tab.press("Home");
      await tab.press("ArrowDown");
      await tab.untilEqual(
        "the card has moved, the page has not",
        { card: 40, page: before.page },
        readScroll,
      );
      await tab.size(690, 300);
      await tab.painted();
      assert.equal((await tab.evaluate(readScroll)).card, 40, "it stays there when the window changes");
      await tab.size(700, 300);
      await tab.press("ArrowUp");
      await tab.untilEqual("and back", { card: 0, page: before.page }, readScroll);
      await tab.press("j");
      assert.deepEqual(await tab.evaluate(() => window.keys), [], "the page hears nothing of it");
      await tab.hover({ x: 690, y: 290 });
      await tab.hover({ x: 600, y: 280 });
      assert.notEqual(await tab.evaluate(readCard), null, "the pointer does not take it away");

      await tab.press("Escape");
      await tab.untilEqual("no card", null, readCard);
      assert.equal(await tab.evaluate(readFocus), "like-3");
      await tab.size(700, 600);
    });

    test("an action by key, and its undo", async () => {
      await tab.press(NEXT);
      await opens("3");
      await tab.press(ENTER);
      await tab.press("Tab");
      await tab.press("Enter");
      await cardSays(tab, /no longer marked/);
      await tab.untilEqual("the focus is on the undo", "Undo", readFocus);
      await tab.press("Enter");
      await cardSays(tab, /Undone/);
      await tab.untilEqual("the focus stays in the card", "the card", readFocus);
      await tab.press("Escape");
      await tab.untilEqual("and goes back", "like-3", readFocus);
    });

    test("where nothing is marked, the keys say so", async () => {
      const plain = await browser.open(page(POSTS.filter(({ flagged }) => flagged.length === 0)));
      await plain.front();
      for (const key of [NEXT, PREVIOUS, ENTER]) {
        // Nothing on the page says when it is read.
        await until("a card", async () => {
          await plain.press(key);
          await plain.painted();
          return plain.evaluate(readCard);
        });
        await cardSays(
          plain,
          /No mark on this page\s+A post without a mark has not been checked or approved/,
        );
        await plain.press("Escape");
        await plain.untilEqual("no card", null, readCard);
      }
      assert.deepEqual(plain.errors, []);
      await plain.close();
    });
  });
}
