// The popup as an instrument: all posts over the slider, its line, what is set apart, the pauses, the list; and that it always fits.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { NO_TRACES, readFlagged, readTraces } from "./harness/in-page.mjs";
import { distOf, KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { openPopup, says, slide } from "./harness/popup.mjs";

const X = pageNamed("x");
const FLAGS = flagsOf(X.posts);
const CLAIMS = FLAGS.filter((flag) => flag.endsWith("claim"));

/** The tallest popup that browsers show. */
const MOST_PX = 600;

const ELSEWHERE = {
  url: "https://bakery.example/",
  csp: "default-src 'none'; img-src data:",
  body: '<!doctype html><title>Bakery</title><link rel="icon" href="data:,"><p>Rye.</p>',
};

/** The shown scale: the left edges of its bars, whether each is marked, and where the line stands, all in pixels. */
function readScale(selector) {
  const input = document.querySelector(selector);
  const box = input.getBoundingClientRect();
  const travel = box.width - 16;
  const bars = [...input.parentElement.querySelectorAll("rect")].map((bar) => ({
    left: bar.getBoundingClientRect().left,
    height: bar.getBoundingClientRect().height,
    marked: bar.dataset.marked !== undefined,
  }));
  const line = box.right - 8 - (input.valueAsNumber / 100) * travel;
  return { bars, line, top: box.top, height: box.height };
}

const readValue = (selector) => document.querySelector(selector).valueAsNumber;

/** How tall the popup is, and whether anything in it is cut off or has to be scrolled sideways. */
function readSize() {
  const { body } = document;
  return {
    height: Math.ceil(body.getBoundingClientRect().height),
    hidden: body.scrollHeight - body.clientHeight,
  };
}

async function fits(popup, state) {
  const { height, hidden } = await popup.evaluate(readSize);
  assert.ok(height <= MOST_PX && hidden <= 0, `${state}: ${height} px, ${hidden} px of it hidden`);
}

const click = (popup, selector) => popup.evaluate((at) => document.querySelector(at).click(), selector);

/** Storage as the popup leaves it. */
function readSettings() {
  return (globalThis.browser ?? globalThis.chrome).storage.local
    .get("settings")
    .then(({ settings }) => settings);
}

function pressFocused(selector) {
  const button = document.querySelector(selector);
  button.focus();
  button.click();
}

function store(changes) {
  const { storage } = globalThis.browser ?? globalThis.chrome;
  return storage.local
    .get("settings")
    .then(({ settings }) => storage.local.set({ settings: { ...settings, ...changes } }));
}

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
      await popup.until(
        "the popup has heard of the marks",
        () => document.querySelectorAll(".plot rect[data-marked]").length > 0,
      );
    });
    after(() => browser?.close());

    test("all posts are shown, also those that nothing marks, and marked are those right of the line", async () => {
      const { bars, line } = await popup.evaluate(readScale, "#sensitivity");
      assert.ok(bars.every(({ left, marked }) => marked === left >= line));
      const [calm] = bars;
      assert.ok(!calm.marked && calm.height >= bars[1].height, "most posts are calm");
      assert.ok(
        bars.every(({ height }) => height >= 3),
        "each bar is seen",
      );
    });

    test("the line is dragged by the pointer, and the marks follow while it moves", async () => {
      await popup.front();
      const { line, top, height } = await popup.evaluate(readScale, "#sensitivity");
      const y = top + height / 2;
      await popup.hover({ x: line, y });
      await popup.hold();
      await popup.hover({ x: line + 40, y });
      const fewer = await popup.until("fewer", () => {
        const value = document.querySelector("#sensitivity").valueAsNumber;
        return value < 50 && value;
      });
      await popup.hover({ x: 600, y });
      await tab.untilEqual("nothing is marked at 0", [], readFlagged, X.posts);
      assert.equal(await popup.evaluate(readValue, "#sensitivity"), 0);
      await says(popup, /at this setting 0/);
      await popup.hover({ x: line, y });
      await popup.release();
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      assert.ok(fewer > 0);
      assert.equal(await popup.evaluate(readValue, "#sensitivity"), 50);
      await tab.front();
    });

    test("Tab goes through all of it, from the first control to the last, and each has a name", async () => {
      await popup.evaluate(() => document.querySelector("#on").focus());
      const walked = [];
      do {
        walked.push(
          await popup.evaluate(() => {
            const { id, localName, labels, textContent } = document.activeElement;
            const name = labels?.[0]?.textContent ?? textContent;
            return name.trim() === "" ? `${id} without a name` : id || localName;
          }),
        );
        await popup.press("Tab");
      } while (walked.at(-1) !== "options" && walked.length < 20);
      assert.deepEqual(walked, [
        "on",
        "sensitivity",
        "apart",
        "summary",
        "pump",
        "claim",
        "here",
        "pause-time",
        "pause-tab",
        "try",
        "sample",
        "options",
      ]);
    });

    test("the line is moved by keys, and the popup says how many everyday posts a setting marked when it was measured", async () => {
      const { everyday } = JSON.parse(readFileSync(join(distOf(kind), "catalogue/en.json"), "utf8"));
      const measured = (ten, kinds = ["pump", "claim"]) =>
        kinds.reduce((sum, one) => sum + everyday[one][ten - 1], 0);
      const tells = (count) =>
        says(
          popup,
          new RegExp(
            `Tried on ${everyday.posts} everyday posts, this setting marked ${count === 0 ? "none" : `about ${count}`} by mistake`,
          ),
        );
      await slide(popup, 70);
      await tells(measured(7));
      // Between two that were measured.
      await slide(popup, 75);
      await tells(Math.round((measured(7) + measured(8)) / 2));
      await slide(popup, 100);
      await tells(measured(10));
      await click(popup, "#claim");
      await tells(measured(10, ["pump"]));
      await click(popup, "#claim");
      await slide(popup, 10);
      await tells(measured(1));
      await slide(popup, 0);
      await says(popup, /nothing is marked/);
      await slide(popup, 50);
      await tells(measured(5));
    });

    test("each kind can have a line of its own, and one for both comes back", async () => {
      await click(popup, "#apart");
      await popup.evaluate(() => document.querySelector("#sensitivity-pump").focus());
      await popup.press("Home");
      await tab.untilEqual("claims only", CLAIMS, readFlagged, X.posts);
      const pumps = await popup.evaluate(readScale, "#sensitivity-pump");
      const claims = await popup.evaluate(readScale, "#sensitivity-claim");
      assert.ok(pumps.bars.every(({ marked }) => !marked));
      assert.ok(claims.bars.every(({ left, marked }) => marked === left >= claims.line));
      assert.deepEqual((await popup.evaluate(readSettings)).apart, { pump: 0, claim: 50 });
      await says(popup, /everyday posts/);
      await fits(popup, "one for each kind");
      await click(popup, "#apart");
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      assert.equal((await popup.evaluate(readSettings)).apart, null);
    });

    test("the marked posts are listed with author and words, and a click scrolls to one", async () => {
      await click(popup, "#marked summary");
      const marked = X.posts.filter(({ flagged }) => flagged.length > 0);
      await popup.untilEqual("the authors", marked.map(({ author }) => author).sort(), () =>
        [...document.querySelectorAll("#listed bdi")].map(({ textContent }) => textContent).sort(),
      );
      const quotes = await popup.evaluate(() =>
        [...document.querySelectorAll("#listed q")].map(({ textContent }) => textContent),
      );
      for (const quote of quotes) {
        assert.ok(quote.length > 0);
        assert.ok(
          marked.some(({ text }) => text.replaceAll(/\s+/g, " ").includes(quote.replace(/…$/, ""))),
          quote,
        );
      }
      await fits(popup, "the list");
      await tab.size(1000, 400);
      const last = marked.at(-1);
      await tab.evaluate(() => scrollTo(0, 0));
      await popup.evaluate(
        (author) =>
          [...document.querySelectorAll("#listed button")]
            .findLast((button) => button.querySelector("bdi").textContent === author)
            .click(),
        last.author,
      );
      await tab.until(
        "the post is in the middle",
        (at) => {
          const { top, bottom } = document.querySelector(at).getBoundingClientRect();
          return top < innerHeight && bottom > 0 && scrollY > 0;
        },
        last.at,
      );
      await tab.size(1000, 3600);
      await click(popup, "#marked summary");
    });

    test("fifteen minutes of pause take everything back, everywhere, until somebody goes on", async () => {
      const other = await browser.extensionPage("sample.html", { behind: true });
      await click(popup, "#pause-time");
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await other.until("nor there", () => !document.querySelector("[data-hypelint]"));
      await says(popup, /Paused everywhere until \d/);
      await fits(popup, "a pause");
      await click(popup, "#resume");
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await other.close();
    });

    test("a pause ends by itself: with its time, at the next thing that happens; and a clock that was set back prolongs none", async () => {
      await click(popup, "#pause-time");
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      // A page that is loaded in a pause reads nothing, either.
      const later = await browser.open({ ...X, url: "https://x.com/later" });
      await later.painted();
      assert.deepEqual(await later.evaluate(readFlagged, X.posts), []);
      const soon = Date.now() + 400;
      await popup.evaluate(store, { pausedUntil: soon });
      await later.until("the time is over", (end) => Date.now() > end, soon);
      await later.hover({ x: 5, y: 5 });
      await later.hover({ x: 9, y: 9 });
      await later.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await popup.evaluate(store, { pausedUntil: Date.now() + 3_600_000 });
      await later.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await later.close();
      await popup.evaluate(store, { pausedUntil: 0 });
      await tab.front();
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
    });

    test("one tab can be paused, until it is loaded anew", async () => {
      const other = await browser.open({ ...X, url: "https://x.com/other" });
      await other.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await tab.front();
      // By key: the button that goes hands the focus on to the one that comes.
      await popup.evaluate(pressFocused, "#pause-tab");
      await popup.untilEqual("the focus", "resume", () => document.activeElement.id);
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await says(popup, /Paused in this tab/);
      await fits(popup, "a pause of the tab");
      assert.deepEqual(await other.evaluate(readFlagged, X.posts), FLAGS);
      await popup.evaluate(pressFocused, "#resume");
      await popup.untilEqual("the focus", "pause-time", () => document.activeElement.id);
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
      await other.close();
    });

    test("it fits in every other state: reading, off, off here, settings that make no sense", async () => {
      await popup.untilEqual(
        "marks again",
        FLAGS.length > 0,
        () => !document.querySelector("#marked").hidden,
      );
      await popup.evaluate(() => {
        const lesson = { text: "words", way: "less", categories: ["pump"], when: 1 };
        const { storage } = globalThis.browser ?? globalThis.chrome;
        return storage.local.set({ learnt: { edition: "1", lessons: [lesson] } });
      });
      await says(popup, /Learnt from you\s+1 post/);
      await fits(popup, "reading");
      for (const [changes, words] of [
        [{ on: false }, /Off: no post is read/],
        [{ on: true, sitesOff: ["x"] }, /Off on this site/],
        [{ sitesOff: [], sensitivity: "loud" }, /could not be read/],
      ]) {
        await popup.evaluate(store, changes);
        await says(popup, words);
        await fits(popup, JSON.stringify(changes));
      }
      await popup.evaluate(store, { sensitivity: 50 });
      await tab.front();
      await tab.untilEqual("marks", FLAGS, readFlagged, X.posts);
    });

    test("it fits on a page that is not read, with the sites unfolded, too", async () => {
      const elsewhere = await browser.open(ELSEWHERE);
      const other = await openPopup(browser);
      await says(other, /does not read this page/);
      await fits(other, "unsupported");
      await click(other, "#sites summary");
      await says(other, /Mastodon/);
      await fits(other, "unsupported, sites unfolded");
      await other.close();
      await elsewhere.close();
    });

    test("it fits on a page whose layout is not understood, with the report unfolded, too", async () => {
      const renamed = await browser.open({
        ...X,
        url: "https://x.com/home",
        body: `<!doctype html><main>${Array.from({ length: 12 }, (_, index) => `<div class="row"><a href="/who${index}">who${index}</a> <time datetime="2026-03-0${(index % 9) + 1}">1h</time><p>Some words of a post that stands here, number ${index}.</p></div>`).join("")}</main>`,
      });
      const other = await openPopup(browser);
      await says(other, /does not understand/);
      await fits(other, "not understood");
      await click(other, "#apart");
      await fits(other, "not understood, one for each kind");
      await click(other, "#apart");
      await click(other, "#report summary");
      await fits(other, "not understood, report unfolded");
      await other.close();
      await renamed.close();
    });

    test("lines of their own and a pause outlive the browser", async () => {
      await popup.evaluate(store, { apart: { pump: 0, claim: 50 }, pausedUntil: Date.now() + 600_000 });
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      browser = await browser.restart();
      const again = await browser.open(X);
      const other = await openPopup(browser);
      await says(other, /Paused everywhere until/);
      assert.deepEqual(await again.evaluate(readFlagged, X.posts), []);
      await click(other, "#resume");
      await again.untilEqual("claims only", CLAIMS, readFlagged, X.posts);
      assert.equal(await other.evaluate(readValue, "#sensitivity-pump"), 0);
      await other.close();
      await again.close();
    });
  });
}
