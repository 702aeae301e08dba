// What goes wrong passes, and costs only what it concerns: questions that make no sense, texts that break the core, a background that
// refuses or says nothing, a tab that asks for more than its share, pages that pretend.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { altered } from "./harness/altered.mjs";
import { readFlagged, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { PATIENCE } from "./harness/patience.mjs";
import { openPopup, says } from "./harness/popup.mjs";

/** In Chromium the core runs in the page on the first, and in the background on the second. */
const X = pageNamed("x");
const REDDIT = pageNamed("reddit");

const PUMP = "$ORBEX is about to 100x, guaranteed profit, last chance to buy before it flies!";
const GOOD = {
  kind: "score",
  texts: [PUMP],
  rules: { disabledRules: [], strictRules: [], mildRules: [] },
  edition: "",
};
const LONG = "The bakery on the corner finally fixed its oven. ".repeat(2000);

/** What a tab may wait for because of another one. */
const LATE_MS = 250;

const SENSELESS = [
  { kind: "score", texts: [1], rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: "" },
  { kind: "score", texts: [PUMP], edition: "" },
  { kind: "score", texts: [PUMP], rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: 7 },
  {
    kind: "score",
    texts: [PUMP],
    rules: { disabledRules: [null], strictRules: [], mildRules: [] },
    edition: "",
  },
  { kind: "score", texts: PUMP, rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: "" },
  {
    kind: "score",
    texts: [PUMP],
    rules: { disabledRules: { length: 1 }, strictRules: [], mildRules: [] },
    edition: "",
  },
  {
    kind: "score",
    texts: Array(2000).fill(""),
    rules: { disabledRules: [], strictRules: [], mildRules: [] },
    edition: "",
  },
  {
    kind: "score",
    texts: Array(30).fill(LONG),
    rules: { disabledRules: [], strictRules: [], mildRules: [] },
    edition: "",
  },
  { kind: "report", rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: "" },
  { kind: "report", text: ["a"], rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: "" },
  { kind: "toString" },
  { kind: 7 },
  {},
];

/** Asks over one port of its own, and gives the answers in the order of the questions. Runs in a page of the extension. */
function ask(questions, noise = []) {
  const api = globalThis.browser ?? globalThis.chrome;
  const port = api.runtime.connect({ name: "engine" });
  return new Promise((resolve) => {
    const answers = new Map();
    port.onMessage.addListener((answer) => {
      answers.set(answer.id, answer);
      if (answers.size < questions.length) return;
      port.disconnect();
      resolve(questions.map((_, id) => answers.get(id)));
    });
    for (const senseless of noise) port.postMessage(senseless);
    for (const [id, question] of questions.entries()) port.postMessage({ id, ...question });
  });
}

/** Asks one question, and gives the milliseconds until its answer. Runs in a page of the extension. */
function askOnce(question) {
  const api = globalThis.browser ?? globalThis.chrome;
  const port = api.runtime.connect({ name: "engine" });
  const start = performance.now();
  return new Promise((resolve) => {
    port.onMessage.addListener(() => {
      port.disconnect();
      resolve(performance.now() - start);
    });
    port.postMessage({ id: 1, ...question });
  });
}

/** Moves the pointer, as somebody does who is there, until what is expected is there. */
async function stirUntilEqual(tab, expected, read, ...args) {
  const end = performance.now() + PATIENCE;
  for (let step = 0; performance.now() < end; step += 1) {
    await tab.hover({ x: 2 + (step % 40), y: 2 });
    await tab.painted();
    if (JSON.stringify(await tab.evaluate(read, ...args)) === JSON.stringify(expected)) return;
  }
  assert.deepEqual(await tab.evaluate(read, ...args), expected);
}

/** Overwrites the core's memory, which is what a fault in it may do; the next step ends in a trap. */
const BREAK = "new Uint8Array(this.#window.buffer).fill(255, 1 << 16);";

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("a question that makes no sense is refused, and the next one is answered", async () => {
      const page = await browser.extensionPage("options.html");
      const answers = await page.evaluate(
        ask,
        [...SENSELESS, GOOD],
        [null, 7, "", [], { id: "x" }, { id: 0.5 }],
      );
      for (const [index, question] of SENSELESS.entries())
        assert.match(answers[index].error ?? "", /no sense/, JSON.stringify(question).slice(0, 100));
      assert.equal(answers.at(-1).ok?.length, 1, answers.at(-1).error);
      await page.close();
    });

    test("a page that rewrites ten megabytes all the time: others are answered meanwhile", async (t) => {
      const greedy = await browser.open(REDDIT);
      await greedy.untilEqual("marks", flagsOf(REDDIT.posts), readFlagged, REDDIT.posts);
      await greedy.evaluate(
        (at, words) => {
          const text = document.querySelector(at).querySelector("p").firstChild;
          text.parentElement.style.cssText = "height: 1em; overflow: hidden; contain: strict";
          window.written = 0;
          window.flood = setInterval(() => {
            window.written += 1;
            text.data = `${window.written} ${words.repeat(100)}`;
          }, 200);
        },
        REDDIT.posts[0].at,
        LONG,
      );
      await greedy.front();
      await greedy.until("it has begun", () => window.written > 3);
      const page = await browser.extensionPage("options.html", { behind: true });
      const late = [];
      for (let time = 0; time < 20; time += 1) late.push(await page.evaluate(askOnce, GOOD));
      late.sort((one, other) => one - other);
      t.diagnostic(`answers come after ${late.map(Math.round).join(", ")} ms`);
      assert.ok(late[10] < LATE_MS, `half of the answers come later than ${Math.round(late[10])} ms`);
      await greedy.evaluate(() => clearInterval(window.flood));
      await page.close();
      await greedy.close();
    });

    test("a text over 64 MiB: its beginning is read, and it costs no other post its marks", async () => {
      const tab = await browser.open(REDDIT);
      await tab.untilEqual("marks", flagsOf(REDDIT.posts), readFlagged, REDDIT.posts);
      await tab.evaluate(
        (at, start, words) => {
          const paragraph = document.querySelector(at).querySelector("p");
          // Laid out, it would cost the page a minute of its own, which is not what is asked here.
          paragraph.style.contentVisibility = "hidden";
          paragraph.textContent = `${start} ${words.repeat(Math.ceil((65 * 2 ** 20) / words.length))}`;
        },
        REDDIT.posts[0].at,
        PUMP,
        LONG,
      );
      await tab.evaluate(tell, "page:append");
      const all = [{ ...REDDIT.posts[0], flagged: ["pump"] }, ...REDDIT.posts.slice(1), REDDIT.late];
      await tab.untilEqual("marks", flagsOf(all), readFlagged, all);
      await tab.close();
    });

    test("two texts that an old sum took for one: the second gets a verdict of its own", async () => {
      const tab = await browser.open(X);
      const plain = X.posts.find(({ flagged }) => flagged.length === 0);
      const write = (at, text) => {
        document.querySelector(`${at} [data-testid="tweetText"]`).textContent = text;
      };
      const others = flagsOf(X.posts);
      await tab.untilEqual("marks", others, readFlagged, X.posts);
      await tab.evaluate(write, plain.at, "Planted garlic in the rain today. \u64d2\u58ce\u5000");
      await tab.painted();
      await tab.untilEqual("marks", others, readFlagged, X.posts);
      await tab.evaluate(write, plain.at, `${PUMP} \u4f5c\u61a9\u54f8`);
      const all = flagsOf([...X.posts, { id: plain.id, flagged: ["pump"] }]);
      await tab.untilEqual("marks", all, readFlagged, X.posts);
      await tab.close();
    });

    test("a page cannot pretend to have come back: nothing of it reaches the background", async () => {
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      const page = await browser.extensionPage("options.html", { behind: true });
      await page.evaluate(() => {
        const api = globalThis.browser ?? globalThis.chrome;
        window.heard = 0;
        // The toolbar hears of the one post that comes, and so does whoever tells of repeats.
        api.runtime.onMessage.addListener((sent) => {
          if (sent.tabState === undefined && sent.notes === undefined) window.heard += 1;
        });
      });
      await tab.evaluate(() => {
        for (let time = 0; time < 300; time += 1)
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      });
      await tab.evaluate(tell, "page:append");
      const all = [...X.posts, X.late];
      await tab.untilEqual("marks", flagsOf(all), readFlagged, all);
      assert.equal(await page.evaluate(() => window.heard), 0);
      await page.close();
      await tab.close();
    });
  });

  for (const page of [X, REDDIT]) {
    const [pump, ...others] = page.posts.filter(({ flagged }) => flagged.length > 0);
    const posts = page.posts.filter((post) => post !== pump);

    describe(`${kind}, ${page.name}: a text breaks the core`, () => {
      let extension;
      let browser;
      before(async () => {
        const breaks = [
          `const done = feed(`,
          `if (text.includes(${JSON.stringify(pump.text.slice(-20))})) ${BREAK} const done = feed(`,
        ];
        extension = altered(kind, { "content.js": [breaks], "background.js": [breaks] });
        browser = await launch(kind, { extension: extension.folder });
      });
      after(async () => {
        await browser?.close();
        extension?.remove();
      });

      test("it costs this post alone, the popup says so, and what comes later is read", async () => {
        const tab = await browser.open(page);
        await tab.untilEqual("the other marks", flagsOf(others), readFlagged, posts);
        const popup = await openPopup(browser);
        await says(popup, /Some posts here could not be read/);
        await popup.close();
        await tab.front();
        await tab.evaluate(tell, "page:append");
        const all = [...others, page.late];
        await tab.untilEqual("the late post", flagsOf(all), readFlagged, [...posts, page.late]);
        assert.deepEqual(
          tab.errors.filter((error) => !/panick|unreachable|memory/i.test(error)),
          [],
        );
        await tab.close();
      });
    });
  }

  for (const [what, line, fault] of [
    ["refuses the first questions", "const request = parseRequest(sent)", 'throw new Error("not now")'],
    ["leaves the first questions without an answer", "const id = idOf(sent)", "return"],
  ]) {
    // Counted in storage: a background does not live for long.
    const count = `const { asked = 0 } = await api.storage.local.get("asked"); await api.storage.local.set({ asked: asked + 1 });`;
    describe(`${kind}: a background that ${what}`, () => {
      let extension;
      let browser;
      before(async () => {
        extension = altered(kind, {
          "background.js": [[line, `${count} if (asked < 3) ${fault}; ${line}`]],
        });
        browser = await launch(kind, { extension: extension.folder });
      });
      after(async () => {
        await browser?.close();
        extension?.remove();
      });

      test("is asked again, and the page is read", async () => {
        const tab = await browser.open(REDDIT);
        await tab.front();
        await stirUntilEqual(tab, flagsOf(REDDIT.posts), readFlagged, REDDIT.posts);
        const popup = await openPopup(browser);
        await says(popup, /posts read/);
        await popup.close();
        await tab.close();
      });
    });
  }
}
