// What a card shows at first, and what more there is: how high it is, in which order it speaks, and which words it brings out.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cardSays, pressButton } from "./harness/card.mjs";
import { asRange, readCard, readCardPlace } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";

/** What a person takes in at a glance, beside the post. */
const MOST_HIGH = 350;

const cardHeight = () =>
  document.querySelector("html > :popover-open").shadowRoot.firstElementChild.getBoundingClientRect().height;

const cardTop = () =>
  document.querySelector("html > :popover-open").shadowRoot.firstElementChild.getBoundingClientRect().top;

/** The middle of the first line of an element in the card that a selector and its words find. */
function lineIn(selector, words) {
  const root = document.querySelector("html > :popover-open")?.shadowRoot;
  const line = [...(root?.querySelectorAll(selector) ?? [])].find(({ innerText }) =>
    innerText.includes(words),
  );
  line?.scrollIntoView({ block: "nearest" });
  const box = line?.getBoundingClientRect();
  return box && { x: box.x + 30, y: box.y + box.height / 2 };
}

/** The words that the other reasons quote, without their quotation marks. */
function readQuotes() {
  const root = document.querySelector("html > :popover-open").shadowRoot;
  return [...root.querySelectorAll(".also q")].map(({ innerText }) => innerText.slice(1, -1));
}

/** The words that the card brings out. */
function readSpoken() {
  const spoken = [];
  CSS.highlights.forEach((highlight, name) => {
    if (!/^hypelint-(pump|claim)-on/.test(name)) return;
    highlight.forEach((mark) => {
      spoken.push(asRange(mark).toString());
    });
  });
  return spoken;
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { view: { width: 400, height: 900 } });
      tab = await browser.extensionPage("sample.html");
      await tab.front();
    });
    after(() => browser?.close());

    const open = async (id) => {
      await tab.press("Escape");
      await tab.evaluate((at) => document.querySelector(at).scrollIntoView(), `#${id}`);
      await tab.press("Alt+Shift+H");
      await tab.until("a card", readCard);
    };

    test(`at a width of 400 pixels no card of the sample is higher than ${MOST_HIGH} at first`, async () => {
      await tab.until("marks", () => document.querySelectorAll("[data-hypelint]").length > 2);
      const heights = new Map();
      for (let before = null; ; ) {
        await tab.press("Alt+Shift+H");
        before = await tab.until(
          "the next card",
          `(last) => { const card = (${readCard})(); return card !== last && card; }`,
          before,
        );
        if (heights.has(before)) break;
        heights.set(before, await tab.evaluate(cardHeight));
        assert.match(before, /Ask: /);
        assert.doesNotMatch(before, /Other reasons|Rule: |Why this can be wrong/);
      }
      assert.ok(heights.size > 10, `${heights.size} cards`);
      for (const [card, height] of heights) assert.ok(height <= MOST_HIGH, `${height} px: ${card}`);
    });

    test("a claim's card says how much the post answers, and unfolds the rest in order", async () => {
      await tab.size(800, 900);
      await open("corvid");
      assert.match(await tab.evaluate(readCard), /Answers 0 of 8 questions, and 1 in part/);
      const top = await tab.evaluate(cardTop);
      await pressButton(tab, "More");
      await tab.until("it is unfolded", `() => /Why this can be wrong/.test((${readCard})())`);
      assert.match(
        await tab.evaluate(readCard),
        /What it answers.+31 operators.+Questions left open: 7.+Rule: Never down\. Based on: .+Why this can be wrong.+Stop the rule/s,
      );
      assert.equal(await tab.evaluate(cardTop), top, "it grows where it stands");
      assert.deepEqual(await tab.evaluate(readCardPlace), { words: true, hidden: 0, inWindow: true });
    });

    test("a reason that is pointed at brings out its words, and only these", async () => {
      await tab.hover(await tab.until("an answer", lineIn, ".questions li", "31 operators"));
      await tab.untilEqual("its words", ["31 operators"], readSpoken);
      await tab.hover(await tab.until("the lead", lineIn, ".lead", "cannot go down"));
      await tab.untilEqual("the words of the lead", ["cannot go down"], readSpoken);

      await open("orbex");
      const lead = await tab.evaluate(readSpoken);
      await pressButton(tab, "More");
      await cardSays(tab, /Other reasons.+Rule: .+Why this can be wrong.+Stop the rule/s);
      const quotes = await tab.evaluate(readQuotes);
      assert.ok(quotes.length > 0);
      for (const words of quotes) {
        await tab.hover(await tab.until(words, lineIn, ".also li", words));
        await tab.untilEqual("its words", [words], readSpoken);
      }
      await tab.hover(await tab.until("the lead", lineIn, ".lead", lead[0]));
      await tab.untilEqual("the words of the lead", lead, readSpoken);
      assert.deepEqual(tab.errors, []);
    });
  });
}
