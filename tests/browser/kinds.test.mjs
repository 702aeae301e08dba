// Kinds of pages: forums and clients that no adapter knows, sites without a feed, and known sites in the shapes that are seldom met.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BOARDS } from "../pages/boards.mjs";
import { FAULTS, FEEDLESS, LAST, RENAMED } from "../pages/faults.mjs";
import { NO_FEED } from "../pages/feedless.mjs";
import { judge } from "./harness/core.mjs";
import { readCategories, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { allow } from "./harness/permission.mjs";
import { openPopup, says } from "./harness/popup.mjs";
import { readMarked, readPosts } from "./harness/reading.mjs";

const asSet = (posts) => posts.map(({ id, author, text }) => JSON.stringify({ id, author, text })).sort();

const flaggedOf = ({ posts }) => posts.flatMap(({ text, flagged }) => (flagged.length > 0 ? [text] : []));

const categoriesOf = ({ posts }) => [...new Set(posts.flatMap(({ flagged }) => flagged))].sort();

async function readRight(browser, page) {
  const tab = await browser.open(page);
  await tab.untilEqual("the flagged posts are marked", flaggedOf(page), readMarked);
  assert.deepEqual(asSet(await tab.evaluate(readPosts)), asSet(page.posts));
  assert.deepEqual(await tab.evaluate(readCategories), categoriesOf(page));
  assert.deepEqual(tab.errors, []);
  await tab.close();
}

test("the core judges the posts as the pages say", () => {
  for (const { name, posts } of [...BOARDS, ...FAULTS]) {
    for (const { id, text, flagged } of posts) {
      assert.deepEqual(judge(text).flagged, flagged, `${name}, ${id}: ${text}`);
    }
  }
});

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { ui: true });
    });
    after(() => browser?.close());

    for (const name of ["discord", "telegram-k"]) {
      test(`${name} is read after one click in the popup`, async () => {
        const page = pageNamed(name);
        const tab = await browser.open(page);
        await tab.painted();
        assert.deepEqual(await tab.evaluate(readMarked), []);
        await allow(browser, tab);
        await tab.untilEqual("the flagged posts", flagsOf(page.posts), readFlagged, page.posts);
        await tab.close();
      });
    }

    for (const page of FAULTS) test(page.name, () => readRight(browser, page));

    test("a better selector takes over when what it finds comes last", async () => {
      const tab = await browser.open(LAST);
      await tab.untilEqual(
        "the side column is marked",
        true,
        () => document.querySelector("aside [data-hypelint]") !== null,
      );
      await tab.evaluate(() =>
        document.querySelector("#feed").append(document.querySelector("template").content),
      );
      await tab.until(
        "the feed is marked",
        () => document.querySelector("[data-event][data-hypelint]") !== null,
      );
      assert.equal(await tab.evaluate(() => document.querySelector("aside [data-hypelint]")), null);
      await tab.close();
    });

    for (const page of FEEDLESS) {
      test(`no alarm: ${page.name}`, async () => {
        const tab = await browser.open(page);
        const popup = await openPopup(browser);
        await says(popup, /No post read yet/);
        await popup.close();
        await tab.close();
      });
    }

    for (const page of RENAMED) {
      test(`an alarm: ${page.name}`, async () => {
        const tab = await browser.open(page);
        const popup = await openPopup(browser);
        await says(popup, /shows something like a feed/);
        await popup.close();
        await tab.close();
      });
    }

    test("a site is allowed", async () => {
      const tab = await browser.open(BOARDS[0]);
      await allow(browser, tab);
      await tab.close();
    });

    for (const page of BOARDS) test(`a thread by ${page.name}`, () => readRight(browser, page));

    for (const page of NO_FEED) {
      test(`no feed: ${page.name}`, async () => {
        const tab = await browser.open(page);
        const popup = await openPopup(browser);
        await says(popup, /No post read yet/);
        assert.deepEqual(await tab.evaluate(readMarked), []);
        await popup.close();
        await tab.close();
      });
    }

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
