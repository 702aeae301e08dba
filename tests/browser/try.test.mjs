// "Try it": comes by itself once, after the installation; a post to point at, and a box for words that are marked and explained.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { markPoint, readCard, readFlagged, shown } from "./harness/in-page.mjs";
import { KINDS, launch, shippedOf } from "./harness/index.mjs";

const POSTS = [
  { id: "example", at: "#example" },
  { id: "own", at: "#shown" },
];
const EXAMPLE = ["example: pump"];

const PUMP = "$ZYRA <b>guaranteed</b> profit 🚀🚀\nEasy 100x, last chance to buy before it flies!";
const CLAIM =
  "Corvid Mesh can never go down: 100% uptime, no single point of failure. It is completely trustless.";
const BREAD = "The bakery on the corner finally fixed its oven.";

function write(text) {
  const box = document.querySelector("#text");
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Resolves when the background has answered. An update that is not yet through cuts the port: then it asks again, as pages do. */
function askBackground() {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  return new Promise((resolve) => {
    const ask = () => {
      const port = runtime.connect({ name: "engine" });
      port.onMessage.addListener(resolve);
      port.onDisconnect.addListener(ask);
      port.postMessage({ id: 1, kind: "words" });
    };
    ask();
  });
}

const readSteps = () => shown(document.querySelector("#steps"));
const says = (tab, id, pattern) =>
  tab.until(
    `${id} says ${pattern}`,
    (at, source) => new RegExp(source).test(shown(document.querySelector(at))),
    id,
    pattern.source,
  );

/** The keys that the browser has bound, and those that the page names; in words. */
async function readKeys() {
  const bound = await (globalThis.browser ?? globalThis.chrome).commands.getAll();
  return {
    bound: bound
      .filter(({ shortcut, description }) => shortcut && description)
      .map(({ shortcut, description }) => `${shortcut} ${description}`),
    named: [...document.querySelectorAll(".keys li")].map(({ textContent }) => textContent),
  };
}

const countOpen = async () => {
  const { runtime, tabs } = globalThis.browser ?? globalThis.chrome;
  return (await tabs.query({ url: runtime.getURL("try.html") })).length;
};

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind);
      tab = await browser.extensionPage("try.html");
    });
    after(() => browser?.close());

    test("the post is marked, and pointing at it says why", async () => {
      await tab.untilEqual("its mark", EXAMPLE, readFlagged, POSTS);
      await tab.hover({ x: 1, y: 1 });
      await tab.hover(await tab.until("a mark", markPoint, POSTS, "example"));
      await tab.until("the card", readCard);
      await tab.press("Escape");
      await tab.untilEqual("the card is closed", null, readCard);
    });

    test("words of one's own are marked, and explained step by step", async () => {
      await tab.evaluate(write, PUMP);
      await says(tab, "#verdict", /would be marked/);
      await tab.untilEqual("marks", [...EXAMPLE, "own: pump"], readFlagged, POSTS);
      const steps = await tab.evaluate(readSteps);
      assert.match(steps, /Ticker pump\s+(?:strong|very strong|some) signs, marked/);
      assert.match(steps, /weight \+\d/);
      assert.equal(
        await tab.evaluate(() => document.querySelector("#words").textContent),
        PUMP.replace("\n", ""),
        "text stays text",
      );
    });

    test("a claim shows which questions it answers", async () => {
      await tab.evaluate(write, CLAIM);
      await tab.untilEqual("marks", [...EXAMPLE, "own: claim"], readFlagged, POSTS);
      await says(tab, "#steps", /Unbacked infrastructure claim[\s\S]*, marked/);
    });

    test("of bread it says that nothing was found, and that this is no approval; of nothing, nothing", async () => {
      await tab.evaluate(write, BREAD);
      await says(tab, "#verdict", /Nothing was found.*no approval/);
      await tab.untilEqual("no mark", EXAMPLE, readFlagged, POSTS);
      assert.equal(await tab.evaluate(readSteps), "");
      await tab.evaluate(write, " ");
      await tab.until("nothing is shown", () => document.querySelector("#shown").hidden);
      await tab.untilEqual("it says nothing", "", () => shown(document.querySelector("#verdict")));
    });

    test("the keys are named here, in the popup, the options and the sample, as they are bound just now", async () => {
      for (const path of ["try.html", "popup.html", "options.html", "sample.html"]) {
        const page = await browser.extensionPage(path, { behind: true });
        await page.until("the keys", () => document.querySelector(".keys li") !== null);
        const { bound, named } = await page.evaluate(readKeys);
        assert.ok(bound.length > 0);
        assert.deepEqual(named, bound, path);
        await page.close();
      }
    });

    test("it is at home on a narrow screen", async () => {
      await tab.size(360, 800);
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });

    test("nothing goes wrong, and nothing leaves the browser", () => {
      assert.deepEqual(tab.errors, []);
      assert.deepEqual(browser.left(), []);
    });
  });

  describe(`${kind}, after the installation`, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { extension: shippedOf(kind) });
    });
    after(() => browser?.close());

    test("the page comes by itself, once, and not again with a new version", async () => {
      const first = await browser.opened("try.html");
      assert.equal(await first.evaluate(countOpen), 1);
      await first.close();
      await browser.install();
      const options = await browser.extensionPage("options.html");
      // The background has started, and heard all that a start has to say, before it answers a question.
      await options.evaluate(askBackground);
      assert.equal(await options.evaluate(countOpen), 0);
    });
  });
}
