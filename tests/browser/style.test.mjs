// The style of marks: on the marks of this page while they are there, and on nothing that a page makes by itself, whether Hypelint is on
// or off. See "What a page can find out" in PRIVACY.md.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readBars, readFlagged, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { change, openPopup } from "./harness/popup.mjs";

const page = pageNamed("x");
const { posts } = page;
const FLAGS = flagsOf(posts);
const OLD = "0123456789abcdef";

/** The value of a marked post's attribute, and the names of the highlights that hold marks. */
function readOwn() {
  const names = [];
  CSS.highlights.forEach((highlight, name) => {
    if (highlight.size > 0) names.push(name);
  });
  const attributes = [...document.querySelectorAll("[data-hypelint]")].map((post) => post.dataset.hypelint);
  return { names: names.sort(), attributes: [...new Set(attributes)].sort() };
}

/** How many of these attributes and highlights are painted, on an element that the page has made. */
function countPainted({ names, attributes }) {
  const made = document.createElement("p");
  made.append("words of the page");
  document.body.append(made);
  const read = (pseudo) => {
    const { boxShadow, borderImageSource, forcedColorAdjust, textDecorationLine, backgroundColor } =
      getComputedStyle(made, pseudo);
    return JSON.stringify([
      boxShadow,
      borderImageSource,
      forcedColorAdjust,
      textDecorationLine,
      backgroundColor,
    ]);
  };
  const plain = read();
  const nothing = read("::highlight(made-by-the-page)");
  const bars = attributes.filter((value) => {
    made.setAttribute("data-hypelint", value);
    return read() !== plain;
  });
  const lines = names.filter((name) => read(`::highlight(${name})`) !== nothing);
  made.remove();
  return [bars.length, lines.length];
}

const GUESSES = {
  attributes: [
    "",
    "pump",
    "claim",
    "both",
    "NAME",
    "pump NAME",
    `pump ${OLD}`,
    `claim ${OLD}`,
    `both ${OLD}`,
  ],
  names: ["", "-on"].flatMap((part) =>
    ["", "-dark"].flatMap((ground) =>
      ["pump", "claim"].flatMap((category) =>
        ["", "-NAME", `-${OLD}`].map((name) => `hypelint-${category}${part}${ground}${name}`),
      ),
    ),
  ),
};

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    const open = async () => {
      const tab = await browser.open(page);
      await tab.front();
      await tab.untilEqual("marks", FLAGS, readFlagged, posts);
      const own = await tab.evaluate(readOwn);
      await isPainted(tab, own);
      return { tab, own };
    };
    const isPainted = (tab, own) =>
      tab.untilEqual("marks are painted", [own.attributes.length, own.names.length], countPainted, own);

    test("marks are painted; what the page makes by itself is not, on or off", async () => {
      const { tab, own } = await open();
      assert.deepEqual(await tab.evaluate(countPainted, GUESSES), [0, 0]);
      const popup = await openPopup(browser);
      await change(popup, "#on", false);
      await tab.untilEqual("no bars", [], readBars, posts);
      await tab.untilEqual("the style has gone, too", [0, 0], countPainted, own);
      assert.deepEqual(await tab.evaluate(countPainted, GUESSES), [0, 0]);
      await change(popup, "#on", true);
      await tab.untilEqual("marks", FLAGS, readFlagged, posts);
      await isPainted(tab, await tab.evaluate(readOwn));
      await popup.close();
      await tab.close();
    });

    test("names of one page mean nothing on another", async () => {
      const one = await open();
      const other = await open();
      assert.notDeepEqual(one.own, other.own);
      assert.deepEqual(await one.tab.evaluate(countPainted, other.own), [0, 0]);
      assert.deepEqual(await other.tab.evaluate(countPainted, one.own), [0, 0]);
      await one.tab.close();
      await other.tab.close();
    });

    test("a page that opens while the background sleeps is painted; so is what comes when it sleeps again", async () => {
      const first = await open();
      await browser.stopBackground();
      const { tab, own } = await open();
      await browser.stopBackground();
      await tab.front();
      await tab.evaluate(tell, "page:append");
      await tab.untilEqual("marks", flagsOf([...posts, page.late]), readFlagged, [...posts, page.late]);
      await isPainted(tab, own);
      await tab.close();
      await first.tab.close();
    });

    for (const isOff of [false, true]) {
      test(`out of the back/forward cache a page is painted ${isOff ? "no more, if it was switched off meanwhile" : "as before"}`, {
        timeout: 180_000,
      }, async () => {
        const { tab, own } = await open();
        await tab.go(new URL("/elsewhere", page.url).href);
        await tab.untilEqual("marks elsewhere", FLAGS, readFlagged, posts);
        const popup = await openPopup(browser);
        if (isOff) {
          await change(popup, "#on", false);
          await tab.untilEqual("off elsewhere", [], readBars, posts);
        }
        await tab.back();
        await tab.arrive("/home");
        if (isOff) {
          await tab.untilEqual("no bars", [], readBars, posts);
          await tab.untilEqual("no style", [0, 0], countPainted, own);
          await change(popup, "#on", true);
        }
        await tab.untilEqual("marks", FLAGS, readFlagged, posts);
        await isPainted(tab, await tab.evaluate(readOwn));
        await popup.close();
        await tab.close();
      });
    }

    test("a page finds none of our style in its own lists", async () => {
      const { tab } = await open();
      const sheets = await tab.evaluate(() => [
        document.adoptedStyleSheets.length,
        [...document.styleSheets].filter((sheet) => sheet.href === null && sheet.ownerNode === null).length,
      ]);
      assert.deepEqual(sheets, [0, 0]);
      await tab.close();
    });
  });
}
