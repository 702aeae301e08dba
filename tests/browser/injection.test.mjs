// Markup and code in every text that reaches the extension from outside: posts, the names of their authors, settings, the words of rules
// and of the interface. All of it is shown as the text that it is, and nothing of it runs.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openCard, pressButton } from "./harness/card.mjs";
import { everySite } from "./harness/everysite.mjs";
import { readFlagged, shown } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { documentOf, flagsOf, pageNamed } from "./harness/pages.mjs";
import { openPopup } from "./harness/popup.mjs";

/** Each would run by itself where it is taken for markup, and says that it has. */
const PAYLOADS = [
  '<img src="x" onerror="window.ran=1">',
  "<svg onload=window.ran=1></svg>",
  '"><script>window.ran=1</script>',
  "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
  "<details open ontoggle=window.ran=1>",
];
const ALL = PAYLOADS.join(" ");
const [SHORT] = PAYLOADS;
const RUNS = "javascript:window.ran=1";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const PUMP = "$ORBEX is about to 100x, guaranteed profit, last chance to buy before it flies!";
const POST = { id: "1", at: 'article:has(a[href$="/status/1"])', flagged: ["pump"] };
const X = {
  url: "https://x.com/home",
  posts: [POST],
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:15px/1.3 sans-serif}article{padding:4px 8px 12px 40px}</style></head><body><main><article data-testid="tweet"><div data-testid="User-Name"><a href="/ann">ann</a> <a href="/ann/status/1"><time>now</time></a></div><div data-testid="tweetText">${escaped(
    `${SHORT} ${PUMP} ${ALL}`,
  )}</div></article></main></body></html>`,
};

/** A site whose posts show the author as text alone, with markup for a name. */
const TELEGRAM = pageNamed("telegram-k");
const AUTHOR = TELEGRAM.posts.find(({ flagged }) => flagged.length > 0).author;
const NAMED = { ...TELEGRAM, body: documentOf(TELEGRAM).replaceAll(AUTHOR, escaped(SHORT)) };

const SETTINGS = {
  version: 2,
  on: true,
  sensitivity: 50,
  categories: { pump: true, claim: true },
  sitesOff: [ALL, RUNS],
  disabledRules: [SHORT, RUNS],
  notHype: [ALL],
  trustedAuthors: [`x/${SHORT}`, RUNS],
  ignoredSubjects: [`$${SHORT}`],
};

/** The extension with payloads in all words of rules and of the interface. */
function infected(kind) {
  const extension = everySite(kind);
  const change = (name, edit) => {
    const path = join(extension.folder, name);
    writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, "utf8")))));
  };
  const infect = (value, key) => {
    if (typeof value === "string") return key === "url" ? RUNS : `${value} ${ALL}`;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, name === "category" ? one : infect(one, name)]),
    );
  };
  change("catalogue/en.json", (words) => {
    const ill = infect(words);
    for (const { source } of Object.values(ill.rules)) source.url = RUNS;
    return ill;
  });
  for (const language of readdirSync(join(extension.folder, "_locales"))) {
    change(`_locales/${language}/messages.json`, (messages) => {
      // Names that the browser itself shows are of a bounded length.
      for (const [key, entry] of Object.entries(messages))
        if (!/^(?:extension|command|language$)/.test(key)) entry.message += ` ${SHORT}`;
      return messages;
    });
  }
  return extension;
}

/** What of the payloads has become more than text, in the document and in open shadow trees; and whether anything ran. */
function readHarm() {
  const harm = window.ran === undefined ? [] : ["something ran"];
  const roots = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const names = element.getAttributeNames();
      if (
        names.some((name) => name.startsWith("on")) ||
        element.matches('img[src="x"], iframe, details[ontoggle]')
      )
        harm.push(element.outerHTML);
      if (/^\s*javascript:/i.test(element.getAttribute("href") ?? "")) harm.push(element.outerHTML);
    }
  }
  return harm;
}

const isUnharmed = async (tab) => assert.deepEqual(await tab.evaluate(readHarm), []);

for (const kind of KINDS) {
  describe(kind, () => {
    let extension;
    let browser;
    before(async () => {
      extension = infected(kind);
      browser = await launch(kind, { extension: extension.folder });
    });
    after(async () => {
      await browser?.close();
      extension?.remove();
    });

    test("a payload is one: as markup it would run", async () => {
      const tab = await browser.open(X);
      await tab.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), SHORT);
      await tab.until("it ran", () => window.ran === 1);
      assert.notDeepEqual(await tab.evaluate(readHarm), []);
      await tab.close();
      browser.left();
    });

    test("in a post, in the words of its rules and of the interface: the card and the popup show text", async () => {
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      const card = await openCard(tab, X.posts, POST.id);
      for (const payload of PAYLOADS) assert.ok(card.includes(payload), `${payload} in ${card}`);
      await isUnharmed(tab);
      await pressButton(tab, `More ${SHORT}`);
      await isUnharmed(tab);
      await pressButton(tab, `Not hype ${SHORT}`);
      await isUnharmed(tab);

      const popup = await openPopup(browser);
      await isUnharmed(popup);
      const options = await browser.extensionPage("options.html");
      await options.until(
        "the post is listed word by word",
        (words) =>
          [...document.querySelectorAll("#spared span")].some(({ textContent }) =>
            textContent.includes(words),
          ),
        ALL,
      );
      await options.until(
        "the words of rules are text",
        (words) => document.body.textContent.includes(words),
        `${ALL}`,
      );
      await isUnharmed(options);
      await options.close();
      await popup.close();
      await tab.close();
    });

    test("in the name of an author: the popup lists it as text", async () => {
      const tab = await browser.open(NAMED);
      await tab.front();
      await tab.untilEqual("marks", flagsOf(NAMED.posts), readFlagged, NAMED.posts);
      const popup = await openPopup(browser);
      await popup.evaluate(() => {
        document.querySelector("#marked").open = true;
      });
      await popup.until("the name is listed", (name) => shown(document.body).includes(name), SHORT);
      await isUnharmed(popup);
      await popup.close();
      await tab.close();
    });

    test("in the settings: the options list it as text, and pages are read", async () => {
      const options = await browser.extensionPage("options.html");
      await options.evaluate(async (settings) => {
        const api = globalThis.browser ?? globalThis.chrome;
        await api.storage.local.set({ settings });
      }, SETTINGS);
      for (const item of [...SETTINGS.notHype, ...SETTINGS.trustedAuthors, ...SETTINGS.ignoredSubjects])
        await options.until(
          item,
          (words) =>
            [...document.querySelectorAll("#spared span")].some(({ textContent }) => textContent === words),
          item,
        );
      await isUnharmed(options);
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      const popup = await openPopup(browser);
      await isUnharmed(popup);
      await popup.close();
      await tab.close();
      await options.close();
    });

    for (const path of ["sample.html", "try.html"]) {
      test(`${path} shows text`, async () => {
        const tab = await browser.extensionPage(path);
        await tab.front();
        await tab.until("marks", () => document.querySelector("[data-hypelint]") !== null);
        if (path === "try.html") {
          await tab.evaluate((text) => {
            const field = document.querySelector("#text");
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }, `${PUMP} ${ALL}`);
          await tab.until(
            "the words are there",
            (text) => document.querySelector("#words").textContent.includes(text),
            ALL,
          );
          await tab.until(
            "the steps are there",
            () => document.querySelector("#steps").childElementCount > 0,
          );
        }
        await isUnharmed(tab);
        await tab.close();
      });
    }

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
