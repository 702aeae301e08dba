// What a reader can do in a card: each action with its result, on the page and in other tabs, its undo, and what is kept of it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cardSays, openCard, pressButton, readButtons } from "./harness/card.mjs";
import { readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { choose, clearStored, openOptions } from "./harness/options.mjs";
import { flagsOf } from "./harness/pages.mjs";

const ONE =
  "$ORBEX is about to explode. Guaranteed 100x, don’t sleep on this one, buy before it is too late 🚀";
const OTHER = (ticker) =>
  `LAST CHANCE to load up on ${ticker} before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀`;

const at = (id) => `article:has(a[href$="/status/${id}"])`;
const POSTS = [
  { id: "1", by: "ann", text: ONE },
  { id: "2", by: "bob", text: OTHER("$NUVO") },
  { id: "3", by: "ann", text: OTHER("$QENTA") },
  { id: "4", by: "cid", text: OTHER("$ORBEX") },
  { id: "5", by: "dee", text: ONE.replaceAll(" ", "\n ") },
  { id: "6", by: "eve", text: OTHER("$ORBEX, and on $NUVO") },
  // Marked by one rule alone, and no longer at half of its weight.
  { id: "7", by: "fay", text: "Corvid Mesh: 100% uptime on every node.", flagged: ["claim"] },
].map((post) => ({ flagged: ["pump"], ...post, at: at(post.id) }));

const PAGE = {
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{padding:4px 8px 12px 40px}</style></head><body><main>${POSTS.map(
    ({ id, by, text }) =>
      `<article data-testid="tweet"><div data-testid="User-Name"><a href="/${by}">${by}</a> <a href="/${by}/status/${id}"><time>now</time></a></div><div data-testid="tweetText">${text}</div></article>`,
  ).join("")}</main></body></html>`,
};

const RULE = /^Stop the rule “(.+)”$/;
/** What each leaves unmarked, what it says, and what it keeps. */
const ACTIONS = [
  {
    name: "not hype",
    label: () => "Not hype",
    says: /no longer marked, nor is any other with the same words/,
    spares: ["1", "5"],
    kept: { list: "notHype", items: [ONE] },
  },
  {
    name: "fewer like this",
    on: "7",
    label: () => "Fewer like this",
    says: /The rule “.+” counts for half from now on/,
    spares: ["7"],
    kept: { list: "mildRules", items: ["uptime-absolute"] },
  },
  {
    name: "trust this author",
    label: () => "Trust ann",
    says: /Posts by ann are no longer marked/,
    spares: ["1", "3"],
    kept: { list: "trustedAuthors", items: ["x/ann"] },
  },
  {
    name: "ignore this ticker",
    label: () => "Ignore $ORBEX",
    says: /nothing but \$ORBEX are no longer marked/,
    spares: ["1", "4", "5"],
    kept: { list: "ignoredSubjects", items: ["$ORBEX"] },
  },
  {
    name: "stop this rule",
    label: (labels) => labels.find((label) => RULE.test(label)),
    says: /The rule “.+” is off/,
    spares: [],
    kept: { list: "disabledRules" },
  },
];

const left = (spares) => flagsOf(POSTS.filter(({ id }) => !spares.includes(id)));

async function readKept(list) {
  const api = globalThis.browser ?? globalThis.chrome;
  const { settings } = await api.storage.local.get("settings");
  return settings?.[list] ?? [];
}

/** What the options page lists as never marked. */
function readSpared() {
  return [...document.querySelectorAll("#spared li span")].map(({ textContent }) => textContent);
}

/** Presses a button of the options page by what assistive technology calls it. */
function pressSpared(name) {
  [...document.querySelectorAll("#spared button")].find(({ ariaLabel }) => ariaLabel === name)?.click();
}

/** Runs in the options page. */
async function makeAllMild() {
  const mildRules = [...document.querySelectorAll("select[id^='rule-']")].map(({ id }) => id.slice(5));
  await (globalThis.browser ?? globalThis.chrome).storage.local.set({ settings: { version: 4, mildRules } });
}

async function openAll(tab, id = "1") {
  await openCard(tab, POSTS, id);
  await pressButton(tab, "More");
  return tab.evaluate(readButtons);
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    let options;
    before(async () => {
      browser = await launch(kind, { ui: true, view: { width: 700, height: 900 } });
      options = await openOptions(browser, { behind: true });
      tab = await browser.open(PAGE);
      await tab.front();
    });
    after(() => browser?.close());

    for (const { name, on, label, says, spares, kept } of ACTIONS) {
      test(`${name}: said, done, kept, and undone`, async () => {
        await tab.untilEqual("all are marked", left([]), readFlagged, POSTS);
        const own = label(await openAll(tab, on));
        await pressButton(tab, own);
        await cardSays(tab, says);
        await tab.untilEqual("marks", left(spares), readFlagged, POSTS);
        const items = await options.evaluate(readKept, kept.list);
        if (kept.items) assert.deepEqual(items, kept.items);
        else assert.equal(items.length, 1);

        await pressButton(tab, "Undo");
        await cardSays(tab, /Undone/);
        await tab.untilEqual("marks are back", left([]), readFlagged, POSTS);
        await options.untilEqual("nothing is kept", [], readKept, kept.list);
      });
    }

    test("a rule that counts for less already has no less on offer but to be stopped", async () => {
      await options.evaluate(makeAllMild);
      await tab.untilEqual("what other signs speak for", left(["7"]), readFlagged, POSTS);
      const labels = await openAll(tab);
      assert.ok(
        labels.some((label) => RULE.test(label)) && !labels.includes("Fewer like this"),
        labels.join(),
      );
      await tab.press("Escape");
      await options.evaluate(clearStored);
      await tab.untilEqual("all are marked", left([]), readFlagged, POSTS);
    });

    test("what is decided in one tab holds in others, after the browser has come back, and until the options page clears it", async () => {
      const other = await browser.open(PAGE);
      await tab.front();
      for (const [label, id, says, spares] of [
        ["Fewer like this", "7", /counts for half/, ["7"]],
        ["Not hype", "1", /no longer marked/, ["1", "5", "7"]],
        ["Trust bob", "2", /no longer marked/, ["1", "2", "5", "7"]],
        ["Ignore $QENTA", "3", /no longer marked/, ["1", "2", "3", "5", "7"]],
      ]) {
        await openCard(tab, POSTS, id);
        await pressButton(tab, "More");
        await pressButton(tab, label);
        await cardSays(tab, says);
        // Other settings close a card: the next one is opened when the page has followed.
        await tab.untilEqual(`here, after “${label}”`, left(spares), readFlagged, POSTS);
        await tab.press("Escape");
      }
      const spares = ["1", "2", "3", "5", "7"];
      await other.front();
      await other.untilEqual("in the other tab", left(spares), readFlagged, POSTS);

      browser = await browser.restart();
      tab = await browser.open(PAGE);
      await tab.front();
      await tab.untilEqual("after the restart", left(spares), readFlagged, POSTS);
      await tab.go(PAGE.url);
      await tab.untilEqual("after the page was loaded anew", left(spares), readFlagged, POSTS);

      options = await browser.extensionPage("options.html", { behind: true });
      await options.untilEqual("the lists", [ONE, "x/bob", "$QENTA"], readSpared);
      await options.evaluate(pressSpared, "Mark again: x/bob");
      await tab.untilEqual("the author is trusted no more", left(["1", "3", "5", "7"]), readFlagged, POSTS);
      for (const list of ["Posts that are not hype", "Tickers and projects that you ignore"])
        await options.evaluate(pressSpared, `Clear this list: ${list}`);
      await options.untilEqual("nothing is listed", [], readSpared);
      assert.equal(
        await options.evaluate(() => document.querySelector("#rule-uptime-absolute").value),
        "mild",
      );
      await options.evaluate(choose, "rule-uptime-absolute", "on");
      await tab.untilEqual("all are marked", left([]), readFlagged, POSTS);
      assert.deepEqual(tab.errors, []);
    });
  });
}
