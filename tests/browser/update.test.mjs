// Tabs that are older than the extension that now runs: after an installation, and after an update.
//
// In Chromium only: Firefox runs the new script in open tabs by itself, and ends the old one.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  markPoint,
  NO_TRACES,
  readBars,
  readFlagged,
  readNames,
  readTraces,
  tell,
} from "./harness/in-page.mjs";
import { launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { until } from "./harness/patience.mjs";
import { openPopup, says } from "./harness/popup.mjs";

describe("chromium", () => {
  const page = pageNamed("x");
  const flags = flagsOf(page.posts);
  const flagged = page.posts.find((post) => post.flagged.length > 0);
  let browser;
  before(async () => {
    browser = await launch("chromium", { installed: false });
  });
  after(() => browser?.close());

  test("a tab that was open before the installation: the popup says that it needs a reload", async () => {
    const tab = await browser.open(page);
    await browser.install();
    const popup = await openPopup(browser);
    await says(popup, /open before .*reload this page/i);
    await popup.close();
    await tab.close();
  });

  test("after an update the old script takes its marks back, at the next occasion", async () => {
    const tab = await browser.open(page);
    await tab.untilEqual("marks", flags, readFlagged, page.posts);
    await browser.install();
    // No timer watches for it: the reader points at a mark.
    await tab.front();
    await tab.hover(await tab.until("a mark", markPoint, page.posts, flagged.id));
    await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
    const popup = await openPopup(browser);
    await says(popup, /reload this page/);
    await popup.close();
    await tab.close();
  });

  test("it notices at a change of theme as well, and says nothing in the console", async () => {
    const tab = await browser.open(page);
    await tab.untilEqual("marks", flags, readFlagged, page.posts);
    await browser.install();
    await until("no marks", async () => {
      await tab.evaluate(tell, "page:theme");
      await tab.painted();
      return (await tab.evaluate(readNames)).length === 0;
    });
    await tab.untilEqual("no bars", [], readBars, page.posts);
    assert.deepEqual(tab.errors, []);
    await tab.close();
  });
});
