// The options page: every control by what it does to a page of posts, what is kept of it, and what others may have written.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { readCard, readFlagged, readNames, sorted } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { choose, clearStored, giveFile, openOptions, writeStored } from "./harness/options.mjs";
import { until } from "./harness/patience.mjs";

const PUMP = (ticker) =>
  `LAST CHANCE to load up on ${ticker} before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀`;
/** Marked only where its one rule is stricter. */
const FAINT = { id: "3", text: "You can swap tokens there without intermediaries.", rule: "trustless" };

const at = (id) => `article:has(a[href$="/status/${id}"])`;
const POSTS = [
  { id: "1", by: "ann", text: PUMP("$ORBEX"), flagged: ["pump"] },
  { id: "2", by: "bob", text: PUMP("$NUVO"), flagged: ["pump"] },
  { id: FAINT.id, by: "cid", text: FAINT.text, flagged: [] },
].map((post) => ({ ...post, at: at(post.id) }));
const MARKED = ["1: pump", "2: pump"];

const PAGE = {
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/20px sans-serif}article{padding:4px 8px 12px 40px}</style></head><body><main>${POSTS.map(
    ({ id, by, text }) =>
      `<article data-testid="tweet"><div data-testid="User-Name"><a href="/${by}">${by}</a> <a href="/${by}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div><button id="like-${id}">Like</button></article>`,
  ).join(
    "",
  )}</main><script>window.clicks = 0; document.addEventListener("click", () => { window.clicks += 1; });</script></body></html>`,
};

const press = (selector) => document.querySelector(selector).click();

/** What a post looks like. */
const readPost = (selector) => {
  const post = document.querySelector(selector);
  const { opacity, boxShadow } = getComputedStyle(post);
  // One that is transparent is rgba().
  const line = getComputedStyle(post, "::before").content;
  return { height: post.offsetHeight, opacity: Number(opacity), bar: boxShadow.startsWith("rgb("), line };
};

const readShownRules = () =>
  [...document.querySelectorAll("select[id^='rule-']")]
    .filter((select) => select.checkVisibility())
    .map(({ id }) => id.slice("rule-".length));

const say = (id, text) => {
  document.querySelector(`#${id}`).value = text;
  document.querySelector(`#add-${id}`).requestSubmit();
};

const readSpared = () =>
  [...document.querySelectorAll("#spared li span")].map(({ textContent }) => textContent);

/** Fields of the settings in storage; browsers have orders of their own for names. */
async function readFields(names) {
  const { settings = {} } = await (globalThis.browser ?? globalThis.chrome).storage.local.get("settings");
  return sorted(Object.fromEntries(names.map((name) => [name, settings[name]])));
}

async function readLessons() {
  const { learnt } = await (globalThis.browser ?? globalThis.chrome).storage.local.get("learnt");
  return sorted(learnt?.lessons ?? []);
}

async function readSynced() {
  return sorted(await (globalThis.browser ?? globalThis.chrome).storage.sync.get(null));
}

const LESSONS = [
  { text: "A raffle of the “church bazaar”", way: "less", categories: ["pump"], when: 1 },
  { text: "Adopt a macaw on the aviary chain", way: "more", categories: ["claim", "pump"], when: 2 },
];

const NASTY = `<img src=x onerror="document.title='broken'">`;

const fileOf = (settings, version = 4) => JSON.stringify({ application: "Hypelint", version, settings });

/** Files that say what makes no sense: what is said of it, and what is kept all the same. */
const FILES = [
  { name: "no JSON", text: "{", says: /no file of Hypelint’s settings/, kept: {} },
  { name: "another file", text: `{"name":${JSON.stringify(NASTY)}}`, says: /no file/, kept: {} },
  { name: "a list", text: "[]", says: /no file/, kept: {} },
  { name: "no settings", text: fileOf(null), says: /no file/, kept: {} },
  { name: "a version that is none", text: fileOf({}, "3"), says: /no file/, kept: {} },
  { name: "too large", text: " ".repeat(5_000_001), says: /too large/, kept: {} },
  {
    name: "fields that make no sense",
    text: fileOf({ sensitivity: 101, on: "no", categories: { pump: false, claim: 7 }, sitesOff: ["reddit"] }),
    says: /make no sense.+on: .+sensitivity: .+categories\.claim: /s,
    kept: { sitesOff: ["reddit"], categories: { pump: false, claim: true } },
  },
  {
    name: "lists with items that make no sense",
    text: fileOf({
      trustedAuthors: ["x/ann", 7, "", "y".repeat(1001), "x/bob"],
      disabledRules: ["urgent", NASTY],
    }),
    says: /disabledRules\[1\].+trustedAuthors\[1\].+trustedAuthors\[2\].+trustedAuthors\[3\]/s,
    kept: { trustedAuthors: ["x/ann", "x/bob"], disabledRules: ["urgent"] },
  },
  {
    name: "own rules that make no sense",
    text: fileOf({
      ownRules: [
        { category: "pump", kind: "regex", text: "a(b" },
        { category: "rumour", kind: "phrase", text: "moon" },
        { category: "claim", kind: "phrase", text: "moon" },
      ],
    }),
    says: /ownRules\[1\]: /,
    kept: {
      ownRules: [
        { category: "pump", kind: "regex", text: "a(b" },
        { category: "claim", kind: "phrase", text: "moon" },
      ],
    },
  },
  {
    name: "markup in names",
    text: fileOf({ trustedAuthors: [`x/${NASTY}`], notHype: [NASTY], [NASTY]: 1 }),
    says: /<img src=x onerror=.+unknown/s,
    kept: { trustedAuthors: [`x/${NASTY}`], notHype: [NASTY] },
  },
  {
    name: "too many items: the last are kept",
    text: fileOf({ ignoredSubjects: Array.from({ length: 502 }, (_, index) => `$T${index}`) }),
    says: /ignoredSubjects: /,
    kept: { ignoredSubjects: Array.from({ length: 500 }, (_, index) => `$T${index + 2}`) },
  },
  {
    name: "names that all objects have",
    text: `{"application":"Hypelint","version":3,"settings":{"__proto__":{"on":false},"constructor":1,"sync":true,"sensitivity":20}}`,
    says: /__proto__: unknown\s*constructor: unknown\s*sync: unknown/,
    kept: { sensitivity: 20 },
  },
  {
    name: "a newer version",
    text: fileOf({ sensitivity: 30, mood: "calm" }, 5),
    says: /newer Hypelint.+mood: unknown/s,
    kept: { sensitivity: 30 },
  },
  {
    name: "an older version, whole",
    text: fileOf({ on: true, sensitivity: 35, sitesOff: ["bluesky"], disabledRules: ["price-card"] }, 1),
    says: /is in place/,
    kept: { sensitivity: 35, sitesOff: ["bluesky"], disabledRules: ["price-card"] },
  },
];

const DEFAULTS = {
  on: true,
  sensitivity: 50,
  apart: null,
  pausedUntil: 0,
  categories: { pump: true, claim: true },
  sitesOff: [],
  disabledRules: [],
  strictRules: [],
  mildRules: [],
  notHype: [],
  trustedAuthors: [],
  ignoredSubjects: [],
  ownRules: [],
  appearance: { underline: true, highlight: false, edge: true, post: "plain" },
  sync: false,
  version: 4,
};

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let options;
    let tab;
    let downloads;
    before(async () => {
      downloads = mkdtempSync(join(tmpdir(), "hypelint-downloads-"));
      browser = await launch(kind, { ui: true, view: { width: 1000, height: 900 }, downloads });
      options = await openOptions(browser, { behind: true });
      tab = await browser.open(PAGE);
      await tab.front();
    });
    after(async () => {
      await browser?.close();
      rmSync(downloads, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await options.evaluate(clearStored);
      await tab.untilEqual("marks as by default", MARKED, readFlagged, POSTS);
    });

    const stored = (expected) =>
      options.untilEqual("in storage", sorted(expected), readFields, Object.keys(expected));

    test("folded, the page is short; every rule shows a post that it fires on", async () => {
      const page = await browser.extensionPage("options.html");
      await page.until("the rules are listed", () => document.querySelector("select[id^='rule-']") !== null);
      const height = await page.evaluate(() => document.body.offsetHeight);
      assert.ok(height < 1200, `${height} px`);
      const rules = await page.evaluate(() =>
        [...document.querySelectorAll(".rules li")].map((rule) => ({
          id: rule.querySelector("select").id,
          words: rule.querySelector("blockquote mark")?.textContent,
        })),
      );
      assert.ok(rules.length > 60);
      assert.deepEqual(
        rules.filter(({ words }) => !words),
        [],
      );
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      assert.deepEqual(
        await page.evaluate(
          () => [...document.querySelectorAll("summary")].filter((one) => one.innerText.trim() === "").length,
        ),
        0,
        "every family has a name",
      );
      assert.deepEqual(page.errors, []);
      await page.close();
    });

    test("rules are found by their words, and by what was changed", async () => {
      const look = async (words) => {
        await options.evaluate((text) => {
          const search = document.querySelector("#search");
          search.value = text;
          search.dispatchEvent(new Event("input"));
        }, words);
        return options.evaluate(readShownRules);
      };
      assert.deepEqual(await look("  fear MISSING out"), ["fomo"]);
      assert.deepEqual(await look("no such words at all"), []);
      assert.deepEqual(await look(""), [], "families are folded again");
      await options.evaluate(choose, "rule-urgent", "off");
      await options.evaluate(choose, "rule-trustless", "strict");
      await options.evaluate(press, "#changed");
      await options.untilEqual(
        "what was changed",
        ["trustless", "urgent"],
        `() => (${readShownRules})().sort()`,
      );
      await options.evaluate(press, "#changed");
      await options.untilEqual("folded again", [], readShownRules);
    });

    test("a rule is off, milder, on or stricter, and the page follows", async () => {
      await options.evaluate(choose, `rule-${FAINT.rule}`, "strict");
      await tab.untilEqual("its post is marked", [...MARKED, `${FAINT.id}: claim`], readFlagged, POSTS);
      await stored({ strictRules: [FAINT.rule], disabledRules: [] });
      await options.evaluate(choose, `rule-${FAINT.rule}`, "off");
      await tab.untilEqual("it is not", MARKED, readFlagged, POSTS);
      await stored({ strictRules: [], disabledRules: [FAINT.rule] });
      await options.evaluate(choose, `rule-${FAINT.rule}`, "mild");
      await stored({ strictRules: [], disabledRules: [], mildRules: [FAINT.rule] });
      await options.evaluate(choose, `rule-${FAINT.rule}`, "on");
      await stored({ strictRules: [], disabledRules: [], mildRules: [] });
    });

    test("authors and tickers are put in by hand, and taken out", async () => {
      await options.evaluate(say, "author", "ann");
      await options.until("it says how", () => !document.querySelector("#author-wrong").hidden);
      await options.evaluate(say, "author", " X/Ann ");
      await tab.untilEqual("ann is trusted", ["2: pump"], readFlagged, POSTS);
      assert.equal(await options.evaluate(() => document.querySelector("#author-wrong").hidden), true);
      await options.evaluate(say, "subject", "nuvo");
      await tab.untilEqual("the ticker is ignored", [], readFlagged, POSTS);
      await options.untilEqual("listed", ["x/ann", "nuvo"], readSpared);
      await options.evaluate(() => {
        for (const button of document.querySelectorAll("#spared li button")) button.click();
      });
      await tab.untilEqual("all are marked", MARKED, readFlagged, POSTS);
    });

    test("a rule of one's own is tried, added, marks, says whose it is, and goes", async () => {
      const write = (text, sort) => {
        document.querySelector("#own-kind").value = sort;
        const input = document.querySelector("#own-text");
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      };
      const readTried = () => document.querySelector("#own-found mark")?.textContent;
      const add = () => document.querySelector("#add-own").requestSubmit();
      await options.evaluate((text) => {
        document.querySelector("#own-try").value = text;
      }, "🚀 Without  Intermediaries, 50x");
      await options.evaluate(write, "without intermediaries", "phrase");
      await options.untilEqual("tried", "Without  Intermediaries", readTried);
      await options.evaluate(write, "(\\d+", "regex");
      await options.until("it says what is wrong", () =>
        /unclosed group/.test(document.querySelector("#own-problem").textContent),
      );
      await options.evaluate(add);
      await options.evaluate(write, "(\\d+)x", "regex");
      await options.untilEqual("tried", "50x", readTried);
      assert.equal(await options.evaluate(() => document.querySelector("#own-problem").textContent), "");
      await options.evaluate(write, "without intermediaries", "phrase");
      await options.untilEqual("tried", "Without  Intermediaries", readTried);
      await options.evaluate(add);
      await stored({ ownRules: [{ category: "pump", kind: "phrase", text: "without intermediaries" }] });

      await tab.untilEqual("its post is marked", [...MARKED, `${FAINT.id}: pump`], readFlagged, POSTS);
      await openCard(tab, POSTS, FAINT.id);
      await tab.until(
        "the card",
        `() => /your own rule.+“without intermediaries” is what a rule of your own looks for/s.test((${readCard})() ?? "")`,
      );
      await tab.press("Escape");
      await options.evaluate(() => document.querySelector("#own-rules button").click());
      await tab.untilEqual("it is marked no more", MARKED, readFlagged, POSTS);
      await stored({ ownRules: [] });
    });

    test("lines, colours and bars come and go", async () => {
      await tab.untilEqual("lines", ["hypelint-pump"], readNames);
      assert.equal((await tab.evaluate(readPost, at(1))).bar, true);
      await options.evaluate(press, "#highlight");
      await tab.untilEqual("both", ["hypelint-pump", "hypelint-pump-wash"], readNames);
      await options.evaluate(press, "#underline");
      await tab.untilEqual("colours", ["hypelint-pump-wash"], readNames);
      await options.evaluate(press, "#edge");
      await tab.until("no bar", `() => !(${readPost})(${JSON.stringify(at(1))}).bar`);
      await options.evaluate(press, "#highlight");
      await tab.untilEqual("nothing", [], readNames);
      // What is marked can still be gone through.
      await tab.press("Alt+Shift+H");
      await tab.until("a card", readCard);
      await tab.press("Escape");
    });

    test("a marked post is pale until it is pointed at", async () => {
      await options.evaluate(choose, "post", "dim");
      await tab.until("it is pale", `() => (${readPost})(${JSON.stringify(at(1))}).opacity < 0.5`);
      assert.equal((await tab.evaluate(readPost, at(3))).opacity, 1);
      await tab.hover({ x: 100, y: 10 });
      await tab.until("it is not", `() => (${readPost})(${JSON.stringify(at(1))}).opacity === 1`);
      await tab.hover({ x: 100, y: 800 });
    });

    test("a marked post is folded into one line; a click or a key unfolds it, and nothing is removed", async () => {
      const whole = await tab.evaluate(readPost, at(1));
      await options.evaluate(choose, "post", "fold");
      await tab.until(
        "they are low",
        `() => (${readPost})(${JSON.stringify(at(1))}).height < ${whole.height} - 10`,
      );
      const folded = await tab.evaluate(readPost, at(1));
      assert.match(folded.line, /Hypelint has folded a marked post/);
      assert.ok(folded.height <= 40, `${folded.height} px`);
      const text = await tab.evaluate((selector) => document.querySelector(selector).textContent, at(1));
      assert.ok(text.includes("LAST CHANCE"), "the post is all there");

      await tab.hover({ x: 100, y: 10 });
      await tab.hold();
      await tab.release();
      await tab.until(
        "it is whole",
        `() => (${readPost})(${JSON.stringify(at(1))}).height === ${whole.height}`,
      );
      assert.equal(await tab.evaluate(() => window.clicks), 0, "the page hears nothing of that click");
      await tab.evaluate((selector) => {
        const post = document.querySelector(selector);
        post.replaceWith(post.cloneNode(true));
      }, at(1));
      await tab.untilEqual("marked anew", MARKED, readFlagged, POSTS);
      assert.equal((await tab.evaluate(readPost, at(1))).height, whole.height, "it stays unfolded");

      assert.ok((await tab.evaluate(readPost, at(2))).height <= 40);
      for (let step = 0; step < 2; step += 1) {
        await tab.press("Alt+Shift+H");
        await tab.until("a card", readCard);
      }
      await tab.until("the key unfolds it", `() => (${readPost})(${JSON.stringify(at(2))}).height > 40`);
      await tab.press("Escape");
      await tab.hover({ x: 100, y: 800 });
    });

    test("all of it outlives the browser", async () => {
      const set = {
        disabledRules: ["urgent"],
        strictRules: ["trustless"],
        trustedAuthors: ["x/ann"],
        ignoredSubjects: ["$KELP"],
        appearance: { underline: false, highlight: true, edge: false, post: "dim" },
        sitesOff: ["reddit"],
      };
      await options.evaluate(giveFile, fileOf(set));
      await stored(set);
      browser = await browser.restart();
      options = await openOptions(browser, { behind: true });
      tab = await browser.open(PAGE);
      await tab.front();
      await tab.untilEqual("the page", ["2: pump", "3: claim"], readFlagged, POSTS);
      assert.deepEqual(await tab.evaluate(readNames), ["hypelint-claim-wash", "hypelint-pump-wash"]);
      const shown = await options.evaluate(() => ({
        rules: ["urgent", "trustless", "fomo"].map((id) => document.querySelector(`#rule-${id}`).value),
        switches: ["underline", "highlight", "edge", "site-reddit"].map(
          (id) => document.querySelector(`#${id}`).checked,
        ),
        post: document.querySelector("#post").value,
      }));
      assert.deepEqual(shown, {
        rules: ["off", "strict", "on"],
        switches: [false, true, false, false],
        post: "dim",
      });
    });

    test("what is saved to a file comes back from it, and an import can be undone", async () => {
      const set = {
        sensitivity: 55,
        categories: { pump: true, claim: false },
        trustedAuthors: ["x/дмитрий", `x/${NASTY}`],
        notHype: ["A post “with” quotes\\ and 🚀"],
        appearance: { underline: true, highlight: true, edge: true, post: "fold" },
      };
      await options.evaluate(writeStored, "local", {
        settings: { ...DEFAULTS, ...set, pausedUntil: 5, sync: false },
        learnt: { edition: "1", lessons: LESSONS },
      });
      await options.untilEqual("shown", "55", () => document.querySelector("#sensitivity").value);
      await options.front();
      await options.evaluate(press, "#export");
      const path = join(downloads, "hypelint-settings.json");
      const text = await until("the file is there", () => {
        try {
          return readFileSync(path, "utf8");
        } catch {
          return "";
        }
      });
      const file = JSON.parse(text);
      const { pausedUntil, sync, version, ...exported } = DEFAULTS;
      const settings = { ...exported, ...set };
      assert.deepEqual(file, { application: "Hypelint", version, settings, learnt: LESSONS });

      await options.evaluate(press, "#reset");
      await stored({ trustedAuthors: [], sensitivity: 50 });
      await options.untilEqual("all is forgotten", [], readLessons);
      await options.evaluate(giveFile, text);
      await stored(set);
      await options.untilEqual("what was taught is back", sorted(LESSONS), readLessons);
      assert.equal(await options.evaluate(() => document.querySelectorAll("#import-done li").length), 0);
      await options.until("undo", () => document.querySelector("#import-done button") !== null);
      await options.evaluate(press, "#import-done button");
      await stored({ ...exported });
      await options.untilEqual("nothing is taught, as before", [], readLessons);
      await tab.front();
    });

    for (const [learnt, says, kept] of [
      [undefined, /^What the file says is in place\.Undo$/, LESSONS],
      ["words", /learnt: no list/, LESSONS],
      [
        [{ ...LESSONS[0], way: "up" }, 7, LESSONS[1]],
        /learnt\[0\]: no lesson.*learnt\[1\]: no lesson/,
        [LESSONS[1]],
      ],
      [
        Array.from({ length: 201 }, (_, when) => ({ ...LESSONS[0], text: `${when}`, when })),
        /learnt: more than 200/,
        200,
      ],
    ]) {
      test(`a file with lessons like ${JSON.stringify(learnt)?.slice(0, 30)}: said, and those that make sense are taken`, async () => {
        await options.evaluate(writeStored, "local", { learnt: { edition: "1", lessons: LESSONS } });
        await options.evaluate(giveFile, JSON.stringify({ ...JSON.parse(fileOf({})), learnt }));
        await options.until(
          `it says ${says}`,
          `() => new RegExp(${JSON.stringify(says.source)}, "s").test(document.querySelector("#import-done").textContent)`,
        );
        if (typeof kept === "number")
          await options.untilEqual("the last", kept, `async () => (await (${readLessons})()).length`);
        else await options.untilEqual("what is taught", sorted(kept), readLessons);
      });
    }

    for (const { name, text, says, kept } of FILES) {
      test(`a file with ${name}: said, and nothing else is lost`, async () => {
        const own = { trustedAuthors: ["x/own"], strictRules: ["fomo"] };
        await options.evaluate(writeStored, "local", { settings: { ...DEFAULTS, ...own } });
        await options.untilEqual("shown", ["x/own"], readSpared);
        await options.evaluate(giveFile, text);
        await options.until(
          `it says ${says}`,
          `() => new RegExp(${JSON.stringify(says.source)}, "s").test(document.querySelector("#import-done").textContent)`,
        );
        await stored({ ...DEFAULTS, ...own, ...kept });
        assert.equal(await options.evaluate(() => document.querySelectorAll("main img").length), 0);
        assert.notEqual(await options.evaluate(() => document.title), "broken");
        assert.deepEqual(options.errors, []);
      });
    }

    test("settings are carried to the user's other browsers, and from them; nothing else is", async () => {
      const own = {
        trustedAuthors: ["x/ann"],
        ignoredSubjects: ["$KELP"],
        notHype: ["words"],
        disabledRules: ["urgent"],
      };
      await options.evaluate(writeStored, "local", { settings: { ...DEFAULTS, ...own } });
      await options.evaluate(writeStored, "sync", {
        sensitivity: 40,
        disabledRules: ["fomo"],
        appearance: "nonsense",
      });
      await options.untilEqual(
        "off, nothing is taken",
        "50",
        () => document.querySelector("#sensitivity").value,
      );
      await options.evaluate(press, "#sync");
      await stored({
        sensitivity: 40,
        disabledRules: ["fomo", "urgent"],
        sync: true,
        ...{ trustedAuthors: ["x/ann"] },
      });
      const { appearance, apart, categories, sitesOff, strictRules, mildRules } = DEFAULTS;
      const theirs = {
        sensitivity: 40,
        disabledRules: ["fomo", "urgent"],
        appearance,
        apart,
        categories,
        sitesOff,
        strictRules,
        mildRules,
      };
      await options.untilEqual("these are carried", sorted(theirs), readSynced);

      // Both sides change the same list, and different fields.
      await options.evaluate(
        async (their) => {
          const api = globalThis.browser ?? globalThis.chrome;
          const { settings } = await api.storage.local.get("settings");
          await Promise.all([
            api.storage.sync.set(their),
            api.storage.local.set({
              settings: { ...settings, disabledRules: ["fomo", "urgent", "gem"], sitesOff: ["x"] },
            }),
          ]);
        },
        { disabledRules: ["urgent", "rocket"], strictRules: ["income"] },
      );
      const both = { disabledRules: ["urgent", "rocket", "gem"], strictRules: ["income"], sitesOff: ["x"] };
      await stored({ ...both, trustedAuthors: ["x/ann"] });
      await options.untilEqual("there as here", sorted({ ...theirs, ...both }), readSynced);

      // More than a browser carries in one piece (8,192 bytes) is said, and the rest is carried.
      const many = Array.from({ length: 400 }, (_, index) => `${index}.a-rather-long-name.example`);
      await options.evaluate(async (sitesOff) => {
        const api = globalThis.browser ?? globalThis.chrome;
        const { settings } = await api.storage.local.get("settings");
        await api.storage.local.set({ settings: { ...settings, sitesOff, sensitivity: 60 } });
      }, many);
      await options.untilEqual(
        "the rest is carried",
        sorted({ ...theirs, ...both, sensitivity: 60 }),
        readSynced,
      );
      await options.until("it says so", () =>
        /could be carried.+quota/is.test(document.querySelector("#sync-problem").textContent),
      );
      await stored({ sitesOff: many });

      await options.evaluate(press, "#sync");
      await stored({ sync: false });
      await options.evaluate(writeStored, "sync", { sensitivity: 10 });
      await stored({ sensitivity: 60 });
    });

    test("Tab goes from the first control to the last, section by section", async () => {
      const page = await openOptions(browser);
      await page.front();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details:not(.section)")) details.open = false;
        document.querySelector(".family").open = true;
        document.body.tabIndex = -1;
        document.body.focus();
      });
      const expected = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
          .filter((one) => one.checkVisibility() && !one.disabled)
          .map((one) => one.id || one.textContent.trim()),
      );
      const walked = [];
      for (let step = 0; step < expected.length; step += 1) {
        await page.press("Tab");
        const [name, isSeen] = await page.evaluate(() => {
          const { activeElement: one } = document;
          const { outlineStyle } = getComputedStyle(one);
          return [one.id || one.textContent.trim(), outlineStyle !== "none" || one.type === "range"];
        });
        walked.push(name);
        assert.ok(isSeen, `${name} shows that it has the focus`);
      }
      assert.deepEqual(walked, expected);
      assert.deepEqual([expected[0], expected.at(-1)], ["Sample timeline", "reset"]);
      await page.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
