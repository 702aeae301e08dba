// The fault drills: what can go wrong around the extension, and what each fault must leave as it was.
//
// DRILLS names them all, each with the test that drills it; those that stand nowhere else are here. With LONG=1 there are 200 tabs.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { altered } from "./harness/altered.mjs";
import { cardSays, openCard, pressButton } from "./harness/card.mjs";
import { NO_TRACES, readComplaints, readFlagged, readForeign, readTraces, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { PATIENCE } from "./harness/patience.mjs";
import { change, openPopup, says } from "./harness/popup.mjs";

const HERE = "drills";

/** A fault, what it must leave as it was, and where it is drilled: a file, and words of the test's name there. */
const DRILLS = [
  [
    "background killed before a batch",
    "the page is read",
    "engine",
    "the card opens after the background was stopped",
  ],
  [
    "background killed before a page opens",
    "it is read and painted",
    "style",
    "a page that opens while the background sleeps",
  ],
  [
    "background killed during a batch",
    "no post of it is lost",
    HERE,
    "a background that is killed while it works",
  ],
  [
    "background killed after a batch",
    "marks, toolbar, permissions",
    "toolbar",
    "a background that was ended has lost nothing",
  ],
  ["port cut", "what was asked is asked again", HERE, "a port that is cut"],
  ["background silent, or refusing", "it is asked again", "faults", "is asked again, and the page is read"],
  [
    "storage full or refused",
    "marks and settings as they were, and a word of it",
    HERE,
    "a storage that takes nothing",
  ],
  [
    "storage unreadable for a while",
    "reading begins when it can be read",
    HERE,
    "a storage that cannot be read at first",
  ],
  ["settings corrupt", "fields that make sense", "popup", "damaged settings keep the fields that make sense"],
  ["settings no object at all", "defaults, and a word of it", "popup", "settings that do not parse"],
  ["settings from the future", "fields that make sense, and a word of it", HERE, "settings from the future"],
  ["settings of the version before", "what was set", "settings", "keep what was set"],
  ["core missing from the package", "the page, and a word of it", HERE, "a core that is missing"],
  [
    "core truncated",
    "the page, and a word of it",
    "popup",
    "marks are off, the popup says why, the page is undisturbed",
  ],
  ["core read wrong once", "everything, a little later", HERE, "a core that is read wrong once"],
  [
    "core refused by the page's policy",
    "the page is read; its reports stay silent",
    "engine",
    "a page whose CSP forbids Wasm",
  ],
  ["core breaks on a text", "all other posts", "faults", "it costs this post alone"],
  ["question that makes no sense", "the next one", "faults", "a question that makes no sense is refused"],
  [
    "extension updated under open pages",
    "the page as its site made it",
    "update",
    "after an update the old script takes its marks back",
  ],
  [
    "extension removed under open pages",
    "silence; marks after the next installation",
    "lifecycle",
    "removed under an open page",
  ],
  [
    "site taken back under an open page",
    "the page as its site made it",
    "anysite",
    "is left at once, by a background that slept",
  ],
  ["clock set back", "no pause lasts longer", "tuning", "a clock that was set back prolongs none"],
  ["many tabs", "each is read; a switch reaches all", HERE, "many tabs"],
  [
    "page leaves in the middle of a batch",
    "the next page",
    HERE,
    "a page that leaves while its posts are read",
  ],
  [
    "back/forward cache",
    "settings that were changed meanwhile",
    "lifecycle",
    "out of the back/forward cache a page follows",
  ],
  [
    "back/forward cache, a site taken back meanwhile",
    "the page as its site made it",
    "anysite",
    "a page that was put aside while its site was taken back",
  ],
  [
    "private window",
    "no note of the page",
    HERE,
    "nothing of it is noted, even where its policy forbids the core",
  ],
  [
    "one page floods the background",
    "other tabs are answered",
    "faults",
    "a page that rewrites ten megabytes",
  ],
  [
    "background killed while the popup holds its port",
    "the page is read",
    "engine",
    "a background that ends while the popup is open",
  ],
  [
    "a word without end beside pictures",
    "the page's frames",
    "hostile",
    "a word without end beside emoji images",
  ],
  [
    "ten thousand mutations a second",
    "the page's frames; marks",
    "hostile",
    "ten thousand mutations a second",
  ],
  ["a busy page without posts", "the page's time", "busy", "to look for posts takes a small share"],
  ["names that hide the page's own properties", "all posts", "hostile", "broken built-ins, hidden names"],
  ["elements under our own names", "the check of selected words", "check", "elements under our own names"],
  [
    "a page that looks for the card",
    "its words, and that nothing was run",
    "closed",
    "the page finds an empty element",
  ],
  [
    "pretended keys and fingers",
    "the card stays closed",
    "closed",
    "keys and fingers that a script pretends",
  ],
  ["a page that pretends to come back", "the background's rest", "faults", "a page cannot pretend"],
  [
    "marks that a page makes itself",
    "nothing of ours is painted",
    "style",
    "what the page makes by itself is not",
  ],
  ["two texts of one sum", "a verdict for each", "faults", "two texts that an old sum took for one"],
  ["settings written at once", "every change", "settings", "two pages switch off forty things each"],
  ["payloads wherever words are shown", "text stays text", "injection", "the card and the popup show text"],
  ["scrolling without end", "bounded memory", "verdicts", "of very many posts the last are counted"],
];

test("every drill stands where the table says", () => {
  for (const [fault, preserves, file, words] of DRILLS) {
    assert.ok(preserves !== "");
    const tests = readFileSync(new URL(`${file}.test.mjs`, import.meta.url), "utf8");
    // Names stand in this file twice: here, and where they are drilled.
    const times = tests.split(words).length - 1;
    assert.ok(times > (file === HERE ? 1 : 0), `${fault}: ${file}.test.mjs has no test “${words}”`);
  }
});

/** In Chromium the core runs in the page on the first, and in the background on the second. */
const X = pageNamed("x");
const REDDIT = pageNamed("reddit");
const PUMP = X.posts.find(({ flagged }) => flagged.includes("pump"));

const TABS = process.env.LONG ? 200 : 12;

/** Answers nothing that pages ask for reading, until it is told. Runs in the background, before each question is answered. */
const ONCE = (fault) =>
  `if (sent.kind === "score" || sent.kind === "wasm") {
    const { faulty = true } = await api.storage.local.get("faulty");
    if (faulty) { await api.storage.local.set({ faulty: false }); ${fault} }
  }`;
const ASKED = "const request = parseRequest(sent)";

const hasFailed = async () => {
  const api = globalThis.browser ?? globalThis.chrome;
  return (await api.storage.local.get("faulty")).faulty === false;
};

const store = async (items) => {
  const api = globalThis.browser ?? globalThis.chrome;
  await api.storage.local.set(items);
};

/** Moves the pointer, as somebody does who is there, until the page is marked as it should be. */
async function untilMarked(tab, page) {
  const expected = JSON.stringify(flagsOf(page.posts));
  const end = performance.now() + PATIENCE;
  for (let step = 0; performance.now() < end; step += 1) {
    await tab.hover({ x: 2 + (step % 40), y: 2 });
    await tab.painted();
    if (JSON.stringify(await tab.evaluate(readFlagged, page.posts)) === expected) return;
  }
  assert.deepEqual(await tab.evaluate(readFlagged, page.posts), flagsOf(page.posts));
}

for (const kind of KINDS) {
  /** A drill with an extension in which `changes` go wrong. */
  const faulty = (name, changes, drill) =>
    describe(`${kind}: ${name}`, () => {
      let extension;
      let browser;
      before(async () => {
        extension = altered(kind, changes);
        if (name === "a core that is missing") rmSync(join(extension.folder, "hypelint_bg.wasm"));
        browser = await launch(kind, { extension: extension.folder });
      });
      after(async () => {
        await browser?.close();
        extension?.remove();
      });
      drill(() => browser);
    });

  for (const [name, fault, kill] of [
    ["a background that is killed while it works", "await new Promise(() => {});", true],
    ["a port that is cut", "port.disconnect(); return undefined;", false],
  ]) {
    faulty(name, { "background.js": [[ASKED, `${ONCE(fault)} ${ASKED}`]] }, (started) => {
      test("the page is read all the same", async () => {
        const browser = started();
        const options = await browser.extensionPage("options.html");
        const tab = await browser.open(REDDIT);
        await tab.front();
        await options.until("the fault has happened", hasFailed);
        await options.close();
        if (kill) await browser.stopBackground();
        await tab.front();
        await untilMarked(tab, REDDIT);
        assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
        assert.deepEqual(tab.errors, []);
        await tab.close();
      });
    });
  }

  const REFUSES = [
    "await api.storage.local.set({ [KEY]: settings });",
    'throw new Error("the disk is full");',
  ];
  faulty("a storage that takes nothing", { "*.js": [REFUSES] }, (started) => {
    test("settings and marks stay as they were, and card and popup say so", async () => {
      const browser = started();
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      await openCard(tab, X.posts, PUMP.id);
      await pressButton(tab, "More");
      await pressButton(tab, "Not hype");
      await cardSays(tab, /the disk is full/);
      await tab.press("Escape");
      const popup = await openPopup(browser);
      await change(popup, "#on", false);
      await says(popup, /could not be stored.*the disk is full/);
      await popup.close();
      await tab.front();
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      await tab.close();
    });
  });

  const UNREADABLE = [
    "const stored = await storage.get(key);",
    'globalThis.tried = (globalThis.tried ?? 0) + 1; if (globalThis.tried < 3) throw new Error("the disk is away"); const stored = await storage.get(key);',
  ];
  faulty("a storage that cannot be read at first", { "content.js": [UNREADABLE] }, (started) => {
    test("reading begins when it can be", async () => {
      const tab = await started().open(X);
      await tab.front();
      await untilMarked(tab, X);
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });
  });

  faulty("a core that is missing", {}, (started) => {
    for (const page of [X, REDDIT]) {
      test(`${page.name}: the page is as its site made it, and the popup says why`, async () => {
        const browser = started();
        const tab = await browser.open(page);
        const popup = await openPopup(browser);
        await popup.until("the popup says that it failed", () => !document.querySelector("#notice").hidden);
        await tab.front();
        await tab.evaluate(tell, "page:append");
        await tab.painted();
        assert.deepEqual(await tab.evaluate(readForeign), []);
        assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
        assert.deepEqual(tab.errors, []);
        await popup.close();
        await tab.close();
      });
    }
  });

  const WHOLE = "return new Uint8Array(await response.arrayBuffer());";
  faulty(
    "a core that is read wrong once",
    {
      "background.js": [
        [
          WHOLE,
          `const { faulty = true } = await api.storage.local.get("faulty"); await api.storage.local.set({ faulty: false });
           const bytes = new Uint8Array(await response.arrayBuffer()); return faulty ? bytes.subarray(0, 5000) : bytes;`,
        ],
      ],
    },
    (started) => {
      test("the page is read a little later, and the popup no longer complains", async () => {
        const browser = started();
        const tab = await browser.open(REDDIT);
        await tab.front();
        await untilMarked(tab, REDDIT);
        const popup = await openPopup(browser);
        await popup.until("no notice", () => document.querySelector("#notice").hidden);
        await popup.close();
        await tab.close();
      });
    },
  );

  describe(`${kind}: in a private window`, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { ui: true });
    });
    after(() => browser?.close());

    test("the page is read, and nothing of it is noted, even where its policy forbids the core", async () => {
      const page = { ...pageNamed("bluesky"), csp: REDDIT.csp };
      const tab = await browser.openPrivately(page);
      await tab.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
      assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
      await tab.close();
      const options = await browser.extensionPage("options.html");
      const kept = await options.evaluate(async () => {
        const api = globalThis.browser ?? globalThis.chrome;
        return Object.keys(await api.storage.local.get(null));
      });
      assert.deepEqual(kept, []);
      assert.deepEqual(browser.left(), []);
    });
  });

  describe(`${kind}: whole`, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("settings from the future: what makes sense is kept, and the popup says that something does not", async () => {
      const options = await browser.extensionPage("options.html");
      await options.evaluate(store, {
        settings: {
          version: 99,
          on: true,
          sensitivity: { pump: 50, claim: 50 },
          categories: { pump: false, claim: true, rumour: true },
          sitesOff: [],
          ruleSets: [{ id: "more" }],
        },
      });
      const tab = await browser.open(X);
      const claims = flagsOf(X.posts).filter((flag) => flag.endsWith("claim"));
      await tab.untilEqual("claims alone", claims, readFlagged, X.posts);
      const popup = await openPopup(browser);
      await says(popup, /default/);
      await popup.close();
      await options.evaluate(store, { settings: undefined });
      await options.evaluate(async () => {
        const api = globalThis.browser ?? globalThis.chrome;
        await api.storage.local.remove("settings");
      });
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      await tab.close();
      await options.close();
    });

    test("a page that leaves while its posts are read: the next one is read, however often", async () => {
      const tab = await browser.open(REDDIT);
      await tab.front();
      for (let time = 0; time < 12; time += 1) await tab.go(new URL(`/r/harbor/${time}`, REDDIT.url).href);
      await tab.untilEqual("marks", flagsOf(REDDIT.posts), readFlagged, REDDIT.posts);
      assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });

    test(`many tabs (${TABS}): each is read, and a switch reaches all of them`, {
      timeout: 60_000 + TABS * 10_000,
    }, async () => {
      const tabs = [];
      for (let number = 0; number < TABS; number += 1) {
        const page = number % 2 === 0 ? X : REDDIT;
        const tab = await browser.open(page);
        await tab.front();
        await tab.untilEqual(`marks in tab ${number}`, flagsOf(page.posts), readFlagged, page.posts);
        tabs.push({ tab, page });
      }
      const popup = await openPopup(browser);
      await change(popup, "#on", false);
      for (const { tab } of tabs) await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await change(popup, "#on", true);
      for (const { tab, page } of tabs) {
        await tab.front();
        await tab.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
      }
      await popup.close();
      for (const { tab } of tabs) {
        assert.deepEqual(tab.errors, []);
        await tab.close();
      }
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
