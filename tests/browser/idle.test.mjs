// Nothing runs when nothing changes: no timer, no frame, no observer, no message. Counted, not timed.
//
// In Chromium, which can be asked for every call into a script; the code is the same in Firefox.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { readFlagged } from "./harness/in-page.mjs";
import { launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { until } from "./harness/patience.mjs";

/** Lets the page paint so many frames: the page's own, in which nothing of ours has anything to do. */
function frames(count) {
  return new Promise((resolve) => {
    let left = count;
    const frame = () => {
      left -= 1;
      if (left > 0) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
}

describe("chromium", () => {
  let browser;
  before(async () => {
    browser = await launch("chromium");
  });
  after(() => browser?.close());

  // The core in the page, and the core in the background.
  for (const page of [pageNamed("x"), pageNamed("stocktwits")]) {
    describe(page.name, () => {
      const flags = flagsOf(page.posts);
      let tab;
      before(async () => {
        tab = await browser.open(page);
        await tab.untilEqual("marks", flags, readFlagged, page.posts);
        // The background has something to do as well: the toolbar, the style.
        await until(
          "it rests",
          async () => (await browser.calls(() => tab.evaluate(frames, 20))).length === 0,
        );
      });
      after(() => tab?.close());

      test("control: a call is seen when there is one", async () => {
        const calls = await browser.calls(async () => {
          await tab.evaluate(() => document.body.append(document.createElement("aside")));
          await tab.painted();
        });
        assert.ok(calls.length > 0);
      });

      test("a page that has been read and rests: not one call in two hundred frames", async () => {
        assert.deepEqual(await browser.calls(() => tab.evaluate(frames, 200)), []);
      });

      test("an open card rests, too", async () => {
        await openCard(tab, page.posts, page.posts.find(({ flagged }) => flagged.length > 0).id);
        await tab.painted();
        assert.deepEqual(await browser.calls(() => tab.evaluate(frames, 100)), []);
      });

      test("the card comes and goes unobserved by the reader", async () => {
        const calls = await browser.calls(async () => {
          await tab.press("Escape");
          await tab.painted();
        });
        // The key itself, down and up; and what watches the tree: told of the host that went, it asks for no frame.
        assert.ok(calls.length <= 3, calls.map(({ name }) => name).join());
      });
    });
  }
});
