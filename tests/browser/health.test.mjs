// A known site whose markup has changed: a fallback answers, or the popup says that the layout is not understood, with a report that
// holds counts and nothing of the page.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { everySite } from "./harness/everysite.mjs";
import { NO_TRACES, readFlagged, readTraces } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { documentOf, flagsOf, PAGES, pageNamed } from "./harness/pages.mjs";
import { openPopup, popupText, says } from "./harness/popup.mjs";

const X = pageNamed("x");
const FLAGS = flagsOf(X.posts);

/** The page after the site has given other names to what the adapter looks for. */
const renamed = (page, names) => ({
  ...page,
  url: `${new URL(page.url).origin}/home?secret=4711`,
  body: names.reduce((html, [from, to]) => html.replaceAll(from, to), documentOf(page)),
});

const EMPTY = {
  ...X,
  body: '<!doctype html><title>X</title><link rel="icon" href="data:,"><nav><a href="/home">Home</a></nav><main><h1>Settings</h1><ul><li><a href="/a">Your account and what it shows to others</a></li><li><a href="/b">Sounds, colours and the size of letters</a></li><li><a href="/c">Who may write to you, and when they may</a></li></ul><p>Nothing to see yet. Follow somebody, and their posts appear here.</p></main>',
};

const readReport = () => {
  const report = document.querySelector("#report");
  return report.hidden ? null : document.querySelector("#report-text").value;
};

/** A copy of the extension in which the first selector of every adapter finds nothing. */
function breakSelectors(kind) {
  const { folder } = everySite(kind);
  const script = join(folder, "content.js");
  const whole = readFileSync(script, "utf8");
  const broken = whole.replace(
    /ADAPTERS = (\[[^\]]*\])/,
    "ADAPTERS = $1.map((adapter) => ({ ...adapter, posts: ['changed-by-its-site', ...adapter.posts.slice(1)] }))",
  );
  assert.notEqual(broken, whole, "the list of adapters is where it was");
  writeFileSync(script, broken);
  return folder;
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("where the first selector finds nothing, the next one does", async () => {
      const page = renamed(X, [['data-testid="tweet"', 'data-testid="chirp"']]);
      const tab = await browser.open(page);
      const popup = await openPopup(browser);
      await tab.untilEqual("the flagged posts", FLAGS, readFlagged, X.posts.map(besides));
      assert.equal(await popup.evaluate(readReport), null);
      await popup.close();
      await tab.close();
    });

    test("where none does, the popup says so, and shows the whole report", async () => {
      const page = renamed(X, [
        ['data-testid="tweet"', 'data-testid="chirp"'],
        ['data-testid="tweetText"', 'data-testid="chirpText"'],
      ]);
      const tab = await browser.open(page);
      const popup = await openPopup(browser);
      await says(popup, /No post found here[\s\S]*x\.com shows something like a feed[\s\S]*Show a report/);
      const report = await popup.evaluate(readReport);
      const [first, ...lines] = report.split("\n");
      assert.match(first, /^Hypelint \d+\.\d+\.\d+: layout not understood$/);
      assert.deepEqual(lines.slice(0, 3), [
        "site: x.com",
        "adapter: x",
        'posts: 0 × article[data-testid="tweet"]',
      ]);
      assert.match(report, /^text: 0 × \[data-testid="tweetText"\]$/m);
      assert.match(report, /^like posts: (?:[3-9]|\d\d)$/m);
      assert.doesNotMatch(report, /secret|4711|home/, "of the address, the host alone");
      for (const { id, text, author } of X.posts) {
        const words = text.split(/\s+/).slice(0, 3).join(" ");
        assert.ok(!report.includes(words) && !report.includes(author) && !report.includes(id), words);
      }
      assert.deepEqual(await tab.evaluate(readTraces), NO_TRACES);
      await popup.close();
      await tab.close();
    });

    test("where posts are found and their words are not, it says so, too", async () => {
      const page = renamed(X, [['data-testid="tweetText"', 'data-testid="chirpText"']]);
      const tab = await browser.open(page);
      const popup = await openPopup(browser);
      await popup.until("there is a report", readReport);
      assert.match(await popup.evaluate(readReport), /^posts: [1-9]\d* × article\[data-testid="tweet"\]$/m);
      await popup.close();
      await tab.close();
    });

    test("the report is copied whole", async () => {
      const page = renamed(X, [['data-testid="tweetText"', 'data-testid="chirpText"']]);
      const tab = await browser.open(page);
      const popup = await openPopup(browser);
      const report = await popup.until("there is a report", readReport);
      await popup.front();
      await popup.evaluate(() => {
        document.querySelector("#report").open = true;
        document.querySelector("#copy").focus();
      });
      await popup.press("Enter");
      await says(popup, /Copied/);
      // Pasted where it can be read, as its reader would.
      await popup.evaluate(() => {
        const field = document.querySelector("#report-text");
        field.readOnly = false;
        field.value = "";
        field.focus();
      });
      await popup.press("Control+v");
      await popup.untilEqual("what was pasted", report, () => document.querySelector("#report-text").value);
      await popup.close();
      await tab.close();
    });

    test("a page without a feed is no reason to complain", async () => {
      const tab = await browser.open(EMPTY);
      const popup = await openPopup(browser);
      await says(popup, /No post read yet/);
      assert.doesNotMatch(await popup.evaluate(popupText), /understand/);
      await popup.close();
      await tab.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });

  describe(`${kind}, after every site has changed`, () => {
    let folder;
    let browser;
    before(async () => {
      folder = breakSelectors(kind);
      browser = await launch(kind, { extension: folder });
    });
    after(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const page of PAGES) {
      test(`${page.name}: a fallback finds the posts, or the popup says that it does not understand`, async () => {
        const flags = flagsOf(page.posts);
        const tab = await browser.open(page);
        const popup = await openPopup(browser);
        const answer = await popup.until(
          "most posts are read, or there is a report",
          (most) => {
            if (!document.querySelector("#report").hidden) return "report";
            return Number.parseInt(document.querySelector("#counts").textContent, 10) >= most && "posts";
          },
          page.posts.length / 2,
        );
        if (answer === "report") {
          assert.match(await popup.evaluate(readReport), /^posts: 0 × changed-by-its-site$/m);
        } else {
          // A fallback may see less, but nothing that is not there.
          const found = await tab.until(
            "most of the flagged posts",
            readFlagged,
            page.posts,
            flags.length / 2,
          );
          assert.deepEqual(
            found.filter((flag) => !flags.includes(flag)),
            [],
          );
        }
        await popup.close();
        await tab.close();
      });
    }
  });
}

/** Where a post stands after its site has renamed the element. */
function besides(post) {
  return { ...post, at: post.at.replaceAll('data-testid="tweet"', 'data-testid="chirp"') };
}
