// The popup's states, each with its words; settings that make no sense; a core that is broken.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  NO_TRACES,
  readComplaints,
  readFlagged,
  readForeign,
  readTraces,
  shown,
} from "./harness/in-page.mjs";
import { distOf, KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { change, openPopup, popupText, says } from "./harness/popup.mjs";

const X = pageNamed("x");
const FLAGS = flagsOf(X.posts);

/** A site that the extension does not serve. */
const ELSEWHERE = {
  url: "https://bakery.example/",
  csp: "default-src 'none'; img-src data:",
  body: '<!doctype html><title>Bakery</title><link rel="icon" href="data:,"><p>Rye, and guaranteed profit.</p>',
};

/** Runs in a page of the extension. */
function store(value) {
  const api = globalThis.browser ?? globalThis.chrome;
  return value === undefined
    ? api.storage.local.remove("settings")
    : api.storage.local.set({ settings: value });
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("a site that is not served: the popup says so, and which are", async () => {
      const tab = await browser.open(ELSEWHERE);
      const popup = await openPopup(browser);
      await says(popup, /does not read this page/);
      await popup.evaluate(() => document.querySelector("#sites summary").click());
      await says(popup, /Mastodon/);
      const text = await popup.evaluate(popupText);
      for (const name of ["X", "Bluesky", "Mastodon", "Reddit", "StockTwits", "Binance Square"]) {
        assert.ok(text.includes(name), `${name} is not in: ${text}`);
      }
      await popup.close();
      await tab.close();
    });

    test("no mark does not mean checked: the popup says so in plain sight", async () => {
      const tab = await browser.open(X);
      const popup = await openPopup(browser);
      await says(popup, /without a mark .*not .*(checked|approved)/);
      await popup.close();
      await tab.close();
    });

    test("off, and off on this site, are said and can be undone", async () => {
      const tab = await browser.open(X);
      const popup = await openPopup(browser);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      const reading = await popup.evaluate(popupText);
      await change(popup, "#on", false);
      await tab.untilEqual("no marks", [], readFlagged, X.posts);
      const off = await popup.evaluate(popupText);
      assert.notEqual(off, reading);
      assert.match(off, /\boff\b/i);
      await change(popup, "#on", true);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await change(popup, "#here", false);
      await tab.untilEqual("no marks", [], readFlagged, X.posts);
      await popup.until("other words than for off everywhere", (text) => shown(document.body) !== text, off);
      await change(popup, "#here", true);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await popup.close();
      await tab.close();
    });

    test("one category alone can be turned off", async () => {
      const tab = await browser.open(X);
      const popup = await openPopup(browser);
      await change(popup, "#pump", false);
      const claims = FLAGS.filter((flag) => flag.endsWith("claim"));
      await tab.untilEqual("claims only", claims, readFlagged, X.posts);
      await change(popup, "#pump", true);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await popup.close();
      await tab.close();
    });

    const SENSELESS = {
      "no object at all": "nonsense",
      "every field wrong": {
        version: 1,
        on: "yes",
        sensitivity: 900,
        categories: [],
        sitesOff: 3,
        disabledRules: {},
      },
      "one field wrong": {
        version: 1,
        on: true,
        sensitivity: "loud",
        categories: { pump: true, claim: true },
        sitesOff: [],
        disabledRules: [],
      },
    };
    for (const [name, settings] of Object.entries(SENSELESS)) {
      test(`settings that do not parse (${name}) fall back to defaults, and the popup says so`, async () => {
        const options = await browser.extensionPage("options.html");
        await options.evaluate(store, settings);
        const tab = await browser.open(X);
        await tab.untilEqual("marks as by default", FLAGS, readFlagged, X.posts);
        const popup = await openPopup(browser);
        await says(popup, /default/);
        await popup.evaluate(store, undefined);
        await popup.close();
        await tab.close();
        await options.close();
      });
    }

    test("damaged settings keep the fields that make sense", async () => {
      const options = await browser.extensionPage("options.html");
      await options.evaluate(store, {
        version: 1,
        on: true,
        sensitivity: "loud",
        categories: { pump: false, claim: true },
        sitesOff: [],
        disabledRules: [],
      });
      const tab = await browser.open(X);
      await tab.untilEqual(
        "claims only",
        FLAGS.filter((flag) => flag.endsWith("claim")),
        readFlagged,
        X.posts,
      );
      await options.evaluate(store, undefined);
      await tab.close();
      await options.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });

  describe(`${kind}, with a broken core`, () => {
    let folder;
    let browser;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "hypelint-broken-"));
      cpSync(distOf(kind), folder, { recursive: true });
      const core = join(folder, "hypelint_bg.wasm");
      const bytes = readFileSync(core);
      writeFileSync(core, bytes.subarray(0, bytes.length / 2));
      browser = await launch(kind, { extension: folder });
    });
    after(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const name of ["x", "stocktwits"]) {
      test(`${name}: marks are off, the popup says why, the page is undisturbed`, async () => {
        const tab = await browser.open(pageNamed(name));
        const popup = await openPopup(browser);
        await popup.until("the popup says that it failed", () => !document.querySelector("#notice").hidden);
        const notice = await popup.evaluate(() => shown(document.querySelector("#notice-text")));
        assert.match(notice, /wasm|WebAssembly|compile|module/i, "the reason is part of the notice");
        assert.deepEqual(await tab.evaluate(readTraces), NO_TRACES);
        assert.deepEqual(await tab.evaluate(readForeign), []);
        assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
        assert.deepEqual(tab.errors, []);
        await popup.close();
        await tab.close();
      });
    }
  });
}
