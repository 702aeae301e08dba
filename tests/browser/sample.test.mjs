// The sample timeline: a page of the extension, read, marked and explained by the code that serves the sites.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { readCard, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf } from "./harness/pages.mjs";

const EXPECTED = JSON.parse(
  readFileSync(new URL("../../extension/sample-expectations.json", import.meta.url), "utf8"),
);
const POSTS = Object.entries(EXPECTED).map(([id, flagged]) => ({ id, at: `#${id}`, flagged }));
const FLAGS = flagsOf(POSTS);

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { view: { width: 1000, height: 6000 } });
      tab = await browser.extensionPage("sample.html");
    });
    after(() => browser?.close());

    test("every post on the page has an expectation", async () => {
      const ids = await tab.evaluate(() => [...document.querySelectorAll("article")].map(({ id }) => id));
      assert.deepEqual(
        ids,
        POSTS.map(({ id }) => id),
      );
    });

    test("verdicts are as expected", () => tab.untilEqual("the flagged posts", FLAGS, readFlagged, POSTS));

    test("the card opens on hover, and Escape closes it", async () => {
      const first = POSTS.find(({ flagged }) => flagged.length > 0);
      await openCard(tab, POSTS, first.id);
      await tab.press("Escape");
      await tab.untilEqual("the card is closed", null, readCard);
    });

    test("nothing goes wrong, and nothing leaves the browser", () => {
      assert.deepEqual(tab.errors, []);
      assert.deepEqual(browser.left(), []);
    });
  });
}
