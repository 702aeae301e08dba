// The toolbar button of each tab: the count of its marked posts, and another look where nothing is read.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readFlagged } from "./harness/in-page.mjs";
import { distOf, KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { change, openPopup, readCounts, says, slide } from "./harness/popup.mjs";

const X = pageNamed("x");
const FLAGS = flagsOf(X.posts);
const MARKED = X.posts.filter(({ flagged }) => flagged.length > 0).length;

/** Badge and title of the tab in front. */
async function readButton() {
  const { action, tabs } = globalThis.browser ?? globalThis.chrome;
  const [{ id: tabId }] = await tabs.query({ active: true, currentWindow: true });
  return [await action.getBadgeText({ tabId }), await action.getTitle({ tabId })];
}

const READING = [String(MARKED), `Hypelint: marked in this tab: ${MARKED}`];

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    let popup;
    before(async () => {
      browser = await launch(kind, { ui: true });
      tab = await browser.open(X);
      popup = await openPopup(browser);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
    });
    after(() => browser?.close());

    const shows = async (what, expected) => {
      await popup.untilEqual(what, expected, readButton);
      // Firefox tells which icon it shows; the code is the same in Chromium.
      if (!browser.icon) return;
      const isReading = expected[1].startsWith("Hypelint: marked");
      assert.match(await browser.icon(), isReading ? /\/icons\/16\.png$/ : /\/icons\/quiet-16\.png$/, what);
    };

    test("the badge counts the marked posts of the tab, and follows the slider", async () => {
      await shows("the count", READING);
      await slide(popup, 0);
      await shows("no badge for none", ["", "Hypelint: marked in this tab: 0"]);
      await slide(popup, 50);
      await shows("the count", READING);
    });

    test("states that follow each other at once: the last one stays", async () => {
      const page = await browser.extensionPage("options.html", { behind: true });
      await page.untilEqual("the last", "40", async () => {
        const { action, runtime, tabs } = globalThis.browser ?? globalThis.chrome;
        const { id: tabId } = await tabs.getCurrent();
        if (!window.told) {
          window.told = true;
          for (let marked = 1; marked <= 40; marked += 1) {
            const tabState = marked % 2 === 0 ? "reading" : "off";
            runtime.sendMessage({ tabState, marked }).catch(() => undefined);
          }
        }
        return action.getBadgeText({ tabId });
      });
      await page.close();
    });

    test("off, off on this site and paused are told apart, and bear no badge", async () => {
      await change(popup, "#on", false);
      await shows("off", ["", "Hypelint: Off: no post is read, nothing is marked."]);
      await change(popup, "#on", true);
      await shows("the count", READING);
      await change(popup, "#here", false);
      await shows("off on this site", ["", "Hypelint: Off on this site."]);
      await change(popup, "#here", true);
      await shows("the count", READING);
      await popup.evaluate(() => document.querySelector("#pause-tab").click());
      await shows("paused", ["", "Hypelint: Paused."]);
      await popup.evaluate(() => document.querySelector("#resume").click());
      await shows("the count", READING);
    });

    test("a tab that goes elsewhere bears the button of a tab where nothing is read, and the count again when it comes back", async () => {
      await tab.go("about:blank");
      await shows("nothing is read", ["", "Hypelint"]);
      // Firefox puts the page aside, and cuts no port.
      if (kind === "chromium") await says(popup, /The page has changed/);
      await tab.go(X.url);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await shows("the count", READING);
      await popup.untilEqual("the popup speaks of it again", MARKED, `() => (${readCounts})()[1]`);
    });

    test("a background that was ended has lost nothing", async () => {
      await browser.stopBackground();
      await tab.front();
      await shows("the count", READING);
      await slide(popup, 0);
      await shows("no badge for none", ["", "Hypelint: marked in this tab: 0"]);
      await slide(popup, 50);
      await shows("the count", READING);
    });

    test("where nothing is read, the button has an icon of its own", () => {
      const dist = distOf(kind);
      const { action, icons } = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
      for (const [size, path] of Object.entries(action.default_icon)) {
        assert.ok(existsSync(join(dist, path)), path);
        assert.notDeepEqual(readFileSync(join(dist, path)), readFileSync(join(dist, icons[size])));
      }
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
