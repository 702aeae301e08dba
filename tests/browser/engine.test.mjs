// Where the core runs: on pages whose CSP forbids Wasm, with the background stopped in between, and the background by itself.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { judge } from "./harness/core.mjs";
import { readComplaints, readFlagged, readForeign, tell } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, PAGES, pageNamed } from "./harness/pages.mjs";
import { openPopup } from "./harness/popup.mjs";

const REPORTS = "reports.example:443";
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src * data:; report-uri https://reports.example/csp";

/** Breaks the page's policy on purpose, so that every report that was sent before has arrived when this one has. */
function breakPolicy() {
  const script = document.createElement("script");
  script.textContent = "1";
  document.body.append(script);
  script.remove();
}

/** Asks the engine in the background, over the port that content scripts use. Runs in a page of the extension. */
function askBackground(questions) {
  const api = globalThis.browser ?? globalThis.chrome;
  const port = api.runtime.connect({ name: "engine" });
  return new Promise((resolve) => {
    const answers = [];
    port.onMessage.addListener((answer) => {
      answers[answer.id] = answer;
      if (Object.keys(answers).length < questions.length) return;
      port.disconnect();
      resolve(answers);
    });
    for (const [id, question] of questions.entries()) port.postMessage({ id, ...question });
  });
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("control: a broken policy is seen, by the page and by the harness", async () => {
      const tab = await browser.open({ ...pageNamed("reddit"), csp: STRICT });
      await tab.evaluate(breakPolicy);
      await browser.leaves(REPORTS);
      const { violations } = await tab.evaluate(readComplaints);
      assert.equal(violations.length, 1, String(violations));
      assert.deepEqual(browser.left(), [REPORTS]);
      // The script that broke it was put in and taken out again: the page's own record holds both.
      assert.equal((await tab.evaluate(readForeign)).length, 2);
      await tab.close();
    });

    test("a page whose CSP forbids Wasm is read, and its report-uri stays silent", async () => {
      const page = { ...pageNamed("reddit"), csp: STRICT };
      const tab = await browser.open(page);
      await tab.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
      await browser.stopBackground();
      await tab.evaluate(tell, "page:append");
      const all = [...page.posts, page.late];
      await tab.untilEqual("the late post is marked", flagsOf(all), readFlagged, all);
      assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
      await tab.evaluate(breakPolicy);
      await browser.leaves(REPORTS);
      assert.deepEqual(browser.left(), [REPORTS], "only the report that this test provoked");
      await tab.close();
    });

    if (kind === "chromium") {
      test("a site that begins to forbid Wasm is asked once, and read by the background from then on", async () => {
        const page = { ...pageNamed("bluesky"), csp: STRICT };
        const first = await browser.open(page);
        await first.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
        await first.close();
        const second = await browser.open(page);
        browser.left();
        await second.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
        assert.deepEqual(await second.evaluate(readComplaints), { violations: [], errors: [] });
        await second.evaluate(breakPolicy);
        await browser.leaves(REPORTS);
        assert.deepEqual(browser.left(), [REPORTS], "only the report that this test provoked");
        await second.close();
      });
    } else {
      test("no policy keeps the core out of a content script", async () => {
        for (const csp of [
          STRICT,
          "default-src 'none'; style-src 'self'; img-src * data:",
          STRICT.replace("'self'", "'nonce-MDAw'"),
        ]) {
          const page = { ...pageNamed("x"), csp };
          const tab = await browser.open(page);
          await tab.untilEqual(`marks under ${csp}`, flagsOf(page.posts), readFlagged, page.posts);
          await tab.close();
        }
        browser.left(); // the page's own script was refused by two of these, and that was reported
      });
    }

    test("the card opens after the background was stopped", async () => {
      const page = pageNamed("mastodon");
      const tab = await browser.open(page);
      await tab.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
      await browser.stopBackground();
      await openCard(tab, page.posts, page.posts.find(({ flagged }) => flagged.length > 0).id);
      await tab.close();
    });

    test("a background that ends while the popup is open, which holds its port, is asked again", async () => {
      const page = pageNamed("reddit");
      const tab = await browser.open(page);
      await tab.front();
      await tab.untilEqual("marks", flagsOf(page.posts), readFlagged, page.posts);
      const popup = await openPopup(browser);
      await browser.stopBackground();
      await tab.front();
      await tab.evaluate(tell, "page:append");
      const all = [...page.posts, page.late];
      await tab.untilEqual("the late post", flagsOf(all), readFlagged, all);
      await popup.close();
      await tab.close();
    });

    test("the engine in the background gives what the core gives, bit for bit", async () => {
      const posts = PAGES.flatMap((page) => page.posts);
      const texts = [...posts.map(({ text }) => text), "", "🚀".repeat(5000), "long ".repeat(50_000)];
      const tab = await browser.extensionPage("options.html");
      const [scores, report] = await tab.evaluate(askBackground, [
        { kind: "score", texts, rules: { disabledRules: [], strictRules: [], mildRules: [] }, edition: "" },
        {
          kind: "report",
          text: texts[0],
          rules: { disabledRules: [], strictRules: [], mildRules: [] },
          edition: "",
        },
      ]);
      assert.equal(scores.ok?.length, texts.length, scores.error);
      for (const [index, [pump, claim]] of scores.ok.entries()) {
        const { report: own } = judge(texts[index]);
        assert.deepEqual([pump, claim], [own.pump, own.claim], texts[index].slice(0, 200));
      }
      assert.deepEqual(report.ok, JSON.parse(JSON.stringify(judge(texts[0]).report)));
      await tab.close();
    });
  });
}
