// What happens to a page while it is open: its posts move, are copied, grow; the site changes its whole body; the reader goes away and
// comes back; the extension is removed, and installed again.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { compare } from "./harness/core.mjs";
import { readBars, readFlagged, readMarks, readNames, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { until } from "./harness/patience.mjs";
import { change, openPopup } from "./harness/popup.mjs";

const page = pageNamed("x");
const { posts } = page;
const flagged = posts.filter((post) => post.flagged.length > 0);
const clean = posts.find((post) => post.flagged.length === 0);

/** How many ranges of ours there are, however many of them say the same. */
function countRanges() {
  let ranges = 0;
  CSS.highlights.forEach((highlight, name) => {
    if (name.startsWith("hypelint-")) ranges += highlight.size;
  });
  return ranges;
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    let ranges;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    const open = async () => {
      tab = await browser.open(page);
      await tab.front();
      await tab.untilEqual("marks", flagsOf(posts), readFlagged, posts);
      ranges = await tab.evaluate(countRanges);
    };
    /** Each flagged post is marked, on the right words, once. */
    const asBefore = async () => {
      await tab.untilEqual("marks", flagsOf(posts), readFlagged, posts);
      await tab.untilEqual("as many ranges", ranges, countRanges);
      const marks = await tab.evaluate(readMarks, posts);
      for (const { id, text } of posts) assert.deepEqual(compare(text, marks[id] ?? {}), [], id);
      assert.deepEqual(
        await tab.evaluate(readBars, posts),
        flagged.map(({ id }) => id),
      );
      assert.deepEqual(tab.errors, []);
    };

    describe("what the page does", () => {
      before(open);
      after(() => tab?.close());

      test("a list that is put in another order keeps its marks", async () => {
        await tab.evaluate(() => {
          const list = document.querySelector("#cells");
          list.append(...[...list.children].reverse());
        });
        await tab.painted();
        await tab.evaluate(() => {
          const list = document.querySelector("#cells");
          list.append(...[...list.children].reverse());
        });
        await asBefore();
      });

      test("a text that is put into another element keeps its marks", async () => {
        await tab.evaluate((selector) => {
          const text = document.querySelector(`${selector} [data-testid="tweetText"]`);
          const wrapper = document.createElement("div");
          text.before(wrapper);
          wrapper.append(text);
        }, flagged[0].at);
        await asBefore();
      });

      test("a copy of a marked post that says something else bears no bar", async () => {
        await tab.evaluate((from) => {
          const copy = document.querySelector(from).cloneNode(true);
          copy.querySelector("a:has(time)").href = "/somebody/status/777";
          copy.querySelector('[data-testid="tweetText"]').textContent = "Planted garlic in the rain today.";
          document.querySelector("#cells").append(copy);
          window.copy = copy;
        }, flagged[0].at);
        await tab.until("the copy bears no bar", () => !window.copy.hasAttribute("data-hypelint"));
        await tab.evaluate(() => window.copy.remove());
        await asBefore();
      });

      test("a post that grows is judged by all that it says; and again when it shrinks", async () => {
        await tab.evaluate((selector) => {
          const more = document.createElement("span");
          more.id = "more";
          more.textContent = " $ORBEX: guaranteed profit, easy 100x, buy now before it flies!";
          document.querySelector(`${selector} [data-testid="tweetText"]`).append(more);
        }, clean.at);
        await tab.untilEqual(
          "one more",
          flagsOf([...flagged, { id: clean.id, flagged: ["pump"] }]),
          readFlagged,
          posts,
        );
        await tab.evaluate(() => document.querySelector("#more").remove());
        await asBefore();
      });

      test("client-side navigation: the timeline goes, another comes, the first comes back", async () => {
        await tab.evaluate(() => {
          window.timeline = document.querySelector("#react-root > *");
          history.pushState(null, "", "/somebody");
          window.timeline.replaceWith(document.createElement("main"));
        });
        await tab.untilEqual("no marks", 0, countRanges);
        await tab.evaluate(() => {
          history.back();
          document.querySelector("#react-root > main").replaceWith(window.timeline);
        });
        await asBefore();
      });

      test("another body: its posts are marked, and its theme is followed", async () => {
        await tab.evaluate(() => {
          const body = document.createElement("body");
          body.append(...document.body.childNodes);
          body.dataset.signal = "background";
          document.body.replaceWith(body);
        });
        await asBefore();
        await tab.evaluate(() => {
          document.body.style.backgroundColor = "rgb(0, 0, 0)";
        });
        await tab.untilEqual("dark", ["hypelint-claim-dark", "hypelint-pump-dark"], readNames);
      });
    });

    test("out of the back/forward cache a page follows what was changed meanwhile", {
      timeout: 180_000,
    }, async () => {
      await open();
      await tab.go(new URL("/elsewhere", page.url).href);
      await tab.untilEqual("marks elsewhere", flagsOf(posts), readFlagged, posts);
      const popup = await openPopup(browser);
      await change(popup, "#on", false);
      await tab.until("off elsewhere", () => document.querySelector("[data-hypelint]") === null);
      await popup.close();
      await tab.back();
      // A browser that is short of memory may have let the page go, and load it anew: it has to look the same.
      await tab.arrive("/home");
      await tab.untilEqual("no marks", 0, countRanges);
      const again = await openPopup(browser);
      await change(again, "#on", true);
      await tab.untilEqual("marks", flagsOf(posts), readFlagged, posts);
      // Not earlier: a popup that closes before its change is written takes it along.
      await again.close();
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });

    test("removed under an open page: silence, and no mark is painted; installed again: marks as before", {
      timeout: 180_000,
    }, async () => {
      await open();
      await browser.uninstall();
      await tab.evaluate(tell, "page:append");
      if (kind === "chromium") {
        // The script lives on, notices at the next thing that happens, and takes everything back.
        await until("nothing is left", async () => {
          await tab.evaluate(tell, "page:theme");
          await tab.painted();
          return (await tab.evaluate(countRanges)) === 0;
        });
        assert.deepEqual(await tab.evaluate(readBars, posts), []);
      } else {
        // The script has ended without a word, and its style sheet with it: what is left shows nothing.
        const bar = (selector) => getComputedStyle(document.querySelector(selector)).boxShadow;
        await tab.untilEqual("no bar is painted", "none", bar, flagged[0].at);
      }
      assert.deepEqual(tab.errors, []);
      await browser.install();
      if (kind === "firefox") {
        const all = [...posts, page.late];
        await tab.untilEqual("marks", flagsOf(all), readFlagged, all);
        await tab.untilEqual(
          "as many ranges",
          true,
          (before) => {
            let now = 0;
            CSS.highlights.forEach((highlight, name) => {
              if (name.startsWith("hypelint-")) now += highlight.size;
            });
            return now > before;
          },
          ranges,
        );
      }
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });
  });
}
