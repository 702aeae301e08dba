// Any other site, on the user's word: the question that the browser asks, what is read after it, and that all is given back.
//
// The browser's own question is answered by its own buttons: see the harness (chromium-ui.mjs, firefox-ui.mjs).

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ELSEWHERE, HOST, WITHOUT_FEED } from "../pages/elsewhere.mjs";
import { judge } from "./harness/core.mjs";
import { NO_TRACES, readComplaints, readFlagged, readForeign, readTraces, tell } from "./harness/in-page.mjs";
import { distOf, KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { allow, openPopupHere, press } from "./harness/permission.mjs";
import { change, openPopup, readCounts, says } from "./harness/popup.mjs";

const ORIGIN = `https://${HOST}/*`;
const X = pageNamed("x");
const OTHER = { ...ELSEWHERE[0], url: "https://bakery.example/" };
const OTHERS_ORIGIN = "https://bakery.example/*";
const MASTODON = { ...pageNamed("mastodon"), url: "https://social.lighthouse.example/home" };

const marksAppear = (tab, posts) => tab.untilEqual("the flagged posts", flagsOf(posts), readFlagged, posts);

/** What the browser holds for us beyond the manifest. Runs in a page of the extension. */
async function readAllowed() {
  const api = globalThis.browser ?? globalThis.chrome;
  const { host_permissions, content_scripts } = api.runtime.getManifest();
  const listed = [...host_permissions, ...content_scripts.flatMap(({ matches }) => matches)];
  const { origins } = await api.permissions.getAll();
  const scripts = await api.scripting.getRegisteredContentScripts();
  return {
    origins: origins.filter((origin) => !listed.includes(origin)),
    registered: scripts.flatMap(({ matches }) => matches),
  };
}
const NOTHING = { origins: [], registered: [] };

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { ui: true });
    });
    after(() => browser?.close());

    test("the core judges the posts as the pages say", () => {
      for (const { posts, late } of ELSEWHERE) {
        for (const { id, text, flagged } of [...posts, late])
          assert.deepEqual(judge(text).flagged, flagged, id);
      }
    });

    const [page] = ELSEWHERE;

    test("a site that is not ours is left alone until the user asks, and after a no", async () => {
      const tab = await browser.open(page);
      const popup = await openPopupHere(browser, tab);
      await says(popup, new RegExp(`does not read this page[\\s\\S]*Read this site[\\s\\S]*${HOST} alone`));
      assert.deepEqual(await popup.evaluate(readAllowed), NOTHING);
      await press(popup, "#read");
      const asked = await browser.answer("Deny");
      assert.ok(asked.includes(HOST), asked);
      await tab.front();
      assert.deepEqual(await popup.evaluate(readAllowed), NOTHING);
      assert.deepEqual(await tab.evaluate(readTraces), NO_TRACES);
      await popup.close();
      await tab.close();
    });

    test("after a yes, the open tab is read at once, and nothing else is", async () => {
      const tab = await browser.open(page);
      const popup = await openPopupHere(browser, tab);
      await press(popup, "#read");
      const asked = await browser.answer("Allow");
      assert.ok(asked.includes(HOST), asked);
      assert.doesNotMatch(asked, /\ball\b/i, "it asks for this site alone");
      await tab.front();
      await marksAppear(tab, page.posts);
      await popup.untilEqual("posts read, posts marked", [page.posts.length, 2], readCounts);
      await says(popup, /Stop reading this site/);
      assert.deepEqual(await popup.evaluate(readAllowed), {
        origins: [ORIGIN],
        registered: [ORIGIN],
      });
      await popup.close();

      const other = await browser.open(OTHER);
      const unread = await openPopupHere(browser, other);
      await says(unread, /does not read this page/);
      assert.deepEqual(await other.evaluate(readTraces), NO_TRACES);
      await unread.close();
      await other.close();
      await tab.close();
    });

    for (const shape of ELSEWHERE) {
      test(`a feed in the shape of ${shape.name} is read, and so is what comes later`, async () => {
        const tab = await browser.open(shape);
        await marksAppear(tab, shape.posts);
        await tab.evaluate(tell, "page:append");
        await marksAppear(tab, [...shape.posts, shape.late]);
        const popup = await openPopup(browser);
        await popup.untilEqual("posts read, posts marked", [shape.posts.length + 1, 3], readCounts);
        assert.deepEqual(await tab.evaluate(readForeign), []);
        assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
        assert.deepEqual(tab.errors, []);
        await popup.close();
        await tab.close();
      });
    }

    test("a page without a feed has no posts", async () => {
      const tab = await browser.open(WITHOUT_FEED);
      const popup = await openPopup(browser);
      await says(popup, /No post read yet/);
      assert.deepEqual(await tab.evaluate(readTraces), NO_TRACES);
      await popup.close();
      await tab.close();
    });

    test("the site's own switch turns it off and on, as on every site", async () => {
      const tab = await browser.open(page);
      await marksAppear(tab, page.posts);
      const popup = await openPopup(browser);
      await change(popup, "#here", false);
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await change(popup, "#here", true);
      await marksAppear(tab, page.posts);
      await popup.close();
      await tab.close();
    });

    test("after the browser was closed and started again, the site is read as before", async () => {
      browser = await browser.restart();
      const tab = await browser.open(page);
      await marksAppear(tab, page.posts);
      await tab.close();
    });

    test("“Stop reading this site” takes everything back", async () => {
      const tab = await browser.open(page);
      await marksAppear(tab, page.posts);
      const popup = await openPopup(browser);
      await popup.until("the button is there", () => !document.querySelector("#allowed").hidden);
      await popup.evaluate(() => document.querySelector("#stop").click());
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await popup.untilEqual("the permissions are given back", NOTHING, readAllowed);
      await popup.until("the popup no longer counts", () => document.querySelector("#allowed").hidden);
      await says(popup, /No post is read here/);
      await tab.evaluate(tell, "page:append");
      const again = await browser.open(page);
      const unread = await openPopupHere(browser, again);
      await says(unread, /does not read this page/);
      assert.deepEqual(await again.evaluate(readTraces), NO_TRACES);
      assert.deepEqual(await tab.evaluate(readFlagged, [...page.posts, page.late]), []);
      assert.deepEqual(tab.errors, []);
      await unread.close();
      await popup.close();
      await again.close();
      await tab.close();
    });

    test("a site that is taken back in the browser's own settings is left at once, by a background that slept", async () => {
      const tab = await browser.open(OTHER);
      await allow(browser, tab);
      await marksAppear(tab, page.posts);
      await browser.stopBackground();
      await browser.revoke(OTHERS_ORIGIN);
      await tab.front();
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      const options = await browser.extensionPage("options.html", { behind: true });
      await options.untilEqual("nothing is registered", NOTHING, readAllowed);
      // And it can begin anew in the very same document, to end by the list in the options.
      await allow(browser, tab);
      await marksAppear(tab, page.posts);
      await options.until("the options list the site", () => {
        const stop = document.querySelector("#allowed button");
        stop?.click();
        return stop?.ariaLabel === "Stop reading bakery.example";
      });
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await options.untilEqual("nothing is registered", NOTHING, readAllowed);
      await options.until("the list is empty", () => document.querySelector("#allowed-sites").hidden);
      await options.close();
      await tab.close();
    });

    test("a page that was put aside while its site was taken back is left when it is shown again", async () => {
      const tab = await browser.open({ ...page, url: "https://cafe.example/" });
      await allow(browser, tab);
      await marksAppear(tab, page.posts);
      await tab.evaluate(() =>
        addEventListener("pageshow", (event) => {
          window.cameBack = event.persisted;
        }),
      );
      await tab.evaluate(() => location.assign("/next")).catch(() => undefined);
      await tab.arrive("/next");
      await marksAppear(tab, page.posts);
      await browser.revoke("https://cafe.example/*");
      await tab.front();
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await tab.evaluate(() => history.back()).catch(() => undefined);
      await tab.arrive("/");
      await tab.until("the browser has kept the page", () => window.cameBack);
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await tab.close();
    });

    test("a Mastodon server that is not listed is recognised by its page", async () => {
      const tab = await browser.open(MASTODON);
      await allow(browser, tab);
      await marksAppear(tab, MASTODON.posts);
      const popup = await openPopup(browser);
      const read = MASTODON.posts.filter(({ text }) => text !== "").length;
      await popup.untilEqual(
        "posts read, posts marked",
        [read, MASTODON.posts.filter(({ flagged }) => flagged.length > 0).length],
        readCounts,
      );
      assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
      await popup.close();
      await tab.close();
    });

    test("a listed site that the user has taken back in the browser can be read again in the same way", async () => {
      const tab = await browser.open(X);
      await marksAppear(tab, X.posts);
      await browser.revoke("https://x.com/*");
      await tab.front();
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await allow(browser, tab);
      await marksAppear(tab, X.posts);
      await tab.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}

// Chromium forgets registered scripts when an extension is updated; Firefox keeps them.
describe("chromium, after an update", () => {
  let folder;
  let browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hypelint-older-"));
    cpSync(distOf("chromium"), folder, { recursive: true });
    browser = await launch("chromium", { ui: true, extension: folder });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("an allowed site is read by the new version without another question", async () => {
    const [page] = ELSEWHERE;
    const tab = await browser.open(page);
    await allow(browser, tab);
    await marksAppear(tab, page.posts);
    await tab.close();

    const manifest = join(folder, "manifest.json");
    const older = JSON.parse(readFileSync(manifest, "utf8"));
    writeFileSync(manifest, JSON.stringify({ ...older, version: "99.0.0" }));
    await browser.install();
    const options = await browser.extensionPage("options.html");
    assert.equal(await options.evaluate(() => globalThis.chrome.runtime.getManifest().version), "99.0.0");
    await options.untilEqual("registered anew", [ORIGIN], async () =>
      (await globalThis.chrome.scripting.getRegisteredContentScripts()).flatMap(({ matches }) => matches),
    );
    const again = await browser.open(page);
    await marksAppear(again, page.posts);
    await again.close();
  });
});
