// A whole session, of all that a reader can do: no request leaves the browser, and nothing is kept but what PRIVACY.md lists.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { openCard, pressButton } from "./harness/card.mjs";
import { everySite } from "./harness/everysite.mjs";
import { readFlagged, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, PAGES, pageNamed } from "./harness/pages.mjs";
import { change, openPopup, slide } from "./harness/popup.mjs";

const X = pageNamed("x");
const PUMP = X.posts.find(({ flagged }) => flagged.includes("pump"));

const [, STORED] = /^## What is stored$(.*?)^## /ms.exec(
  readFileSync(new URL("../../PRIVACY.md", import.meta.url), "utf8"),
);
const LISTED = [...STORED.matchAll(/^- `(\w+)`/gm)].map(([, key]) => key);

/** The keys of everything that a page of the extension can keep anything in. */
async function readKept() {
  const api = globalThis.browser ?? globalThis.chrome;
  const { local, sync } = api.storage;
  return {
    storage: Object.keys(await local.get(null)),
    carried: Object.keys(await sync.get(null)),
    elsewhere: [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...(await caches.keys()),
      document.cookie,
    ].filter((name) => name !== ""),
  };
}

for (const kind of KINDS) {
  describe(kind, () => {
    let extension;
    let browser;
    before(async () => {
      extension = everySite(kind);
      browser = await launch(kind, { extension: extension.folder });
    });
    after(async () => {
      await browser?.close();
      extension?.remove();
    });

    test("every site is read, and no request leaves", async () => {
      for (const page of PAGES) {
        const tab = await browser.open(page);
        await tab.untilEqual(`marks on ${page.name}`, flagsOf(page.posts), readFlagged, page.posts);
        await tab.close();
      }
      assert.deepEqual(browser.left(), []);
    });

    test("cards, popup, options, the extension's own pages, and a background that ends: no request leaves", async () => {
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      await openCard(tab, X.posts, PUMP.id);
      await pressButton(tab, "More");
      await pressButton(tab, "Not hype");
      const popup = await openPopup(browser);
      await slide(popup, 80);
      await change(popup, "#here", false);
      await change(popup, "#here", true);
      await popup.close();
      await browser.stopBackground();
      await tab.front();
      await tab.evaluate(tell, "page:append");
      await tab.until(
        "the late post is marked",
        (selector) => document.querySelector(selector)?.hasAttribute("data-hypelint"),
        X.late.at,
      );
      for (const path of ["options.html", "sample.html", "try.html"]) {
        const own = await browser.extensionPage(path);
        await own.until(`${path} is whole`, () => document.body.innerText.length > 100);
        await own.close();
      }
      await tab.close();
      assert.deepEqual(browser.left(), []);
    });

    test("a request that does leave is counted", async () => {
      const tab = await browser.open({ ...X, csp: undefined });
      await tab.evaluate(() => fetch("https://counted.example/", { mode: "no-cors" }).catch(() => undefined));
      await browser.leaves("counted.example:443");
      browser.left();
      await tab.close();
    });

    test("what is kept is what PRIVACY.md lists", async () => {
      const options = await browser.extensionPage("options.html");
      const { storage, carried, elsewhere } = await options.evaluate(readKept);
      assert.ok(storage.includes("settings"));
      assert.deepEqual(
        storage.filter((key) => !LISTED.includes(key)),
        [],
      );
      assert.deepEqual(carried, [], "nothing is carried to other browsers that nobody has asked for");
      assert.deepEqual(elsewhere, []);
      await options.close();
    });
  });
}
