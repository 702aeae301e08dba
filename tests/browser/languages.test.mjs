// Every language of the interface has room: popup, card, options, "Try it" and sample at 360 px show all of their texts, none cut off,
// none beside the window; and a card speaks one language, from its first word to the last.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { speaking } from "./harness/altered.mjs";
import { openCard } from "./harness/card.mjs";
import { distOf, KINDS, launch } from "./harness/index.mjs";
import { openPopup } from "./harness/popup.mjs";

const NARROW = { width: 360, height: 800 };
/** The tallest popup that browsers show. */
const MOST_PX = 600;

const OWN =
  "$ZYRA guaranteed profit, easy 100x, last chance! Corvid Mesh can never go down: 100% uptime, completely trustless.";

/** What of an element's texts cannot be read: cut off by a box, or beside the window; and what should stand in one line, and does not. */
function readMisfits(whole, inOneLine) {
  const card = document.querySelector("html > :popover-open")?.shadowRoot.firstElementChild;
  const root = whole === "card" ? card : document.querySelector(whole);
  const misfits = [];
  const say = (what, text) => misfits.push(`${what}: ${text.trim().replace(/\s+/g, " ").slice(0, 80)}`);
  const { clientWidth: width } = document.documentElement;
  if (document.documentElement.scrollWidth > width) say("the page is wider than the window", document.title);
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    if (data.trim() === "" || boxes.length === 0 || parentElement.closest(".unseen, textarea")) continue;
    if (boxes.some(({ left, right }) => left < -0.5 || right > width + 0.5)) say("beside the window", data);
    // What a page or an author said may be long, and is shortened: names of sites and authors, quotes.
    if (parentElement.closest("#site, bdi, q")) continue;
    for (let box = parentElement; box !== null && box !== root.parentElement; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const { left, right, top, bottom } = box.getBoundingClientRect();
      if (overflowX !== "visible" && boxes.some((at) => at.left < left - 0.5 || at.right > right + 0.5))
        say(`cut off by ${box.localName}#${box.id}`, data);
      const hidesBelow = overflowY === "hidden" || overflowY === "clip";
      if (hidesBelow && boxes.some((at) => at.top < top - 1 || at.bottom > bottom + 1))
        say(`cut off below by ${box.localName}#${box.id}`, data);
    }
  }
  for (const element of root.querySelectorAll(inOneLine)) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)));
    if (lines.size > 1) say("more than one line", element.textContent);
  }
  return misfits;
}

/** The popup's button beside the name of the first scale stands apart from it. */
function readOverlap() {
  const button = document.querySelector("#apart").getBoundingClientRect();
  return [...document.querySelectorAll("#tune .scale:not([hidden])")]
    .slice(0, 1)
    .flatMap((scale) => [...scale.querySelectorAll("label, output")])
    .map((element) => element.getBoundingClientRect())
    .some(({ left, right }) => right > button.left && left < button.right);
}

const ONE_LINE = "nav a, #pause-row button, #apart, .ends span, #rows .count, .strength";

/** Firefox lays out the same boxes, and takes long to show its popup: three languages stand for all there. */
const IN_FIREFOX = ["en", "ru", "ja"];

for (const kind of KINDS) {
  const locales = readdirSync(join(distOf(kind), "_locales"));
  for (const locale of kind === "firefox" ? IN_FIREFOX : locales) {
    describe(`${kind}, ${locale}`, () => {
      const messages = JSON.parse(
        readFileSync(join(distOf(kind), "_locales", locale, "messages.json"), "utf8"),
      );
      const words = JSON.parse(
        readFileSync(join(distOf(kind), "catalogue", `${messages.language.message}.json`), "utf8"),
      );
      let copy;
      let browser;
      before(async () => {
        copy = speaking(kind, locale);
        browser = await launch(kind, { extension: copy.folder, view: NARROW });
      });
      after(async () => {
        await browser?.close();
        copy.remove();
      });

      const fits = async (tab, whole, what) =>
        assert.deepEqual(await tab.evaluate(readMisfits, whole, ONE_LINE), [], what);

      test("“Try it” and the card have room, and the card speaks the language", async () => {
        const tab = await browser.extensionPage("try.html");
        await tab.evaluate((text) => {
          const box = document.querySelector("#text");
          box.value = text;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }, OWN);
        await tab.until("steps", () => document.querySelector("#steps li") !== null);
        assert.equal(await tab.evaluate(() => document.documentElement.lang), messages.language.message);
        await fits(tab, "body", "try.html");
        const posts = [{ id: "own", at: "#shown" }];
        await tab.evaluate(() => document.querySelector("#shown").scrollIntoView({ block: "center" }));
        await tab.painted();
        const text = await openCard(tab, posts, "own");
        const said = [...Object.values(words.rules), words.wording].map(({ why }) => why.split("{span}"));
        assert.ok(
          said.some((parts) => parts.every((part) => text.includes(part.trim()))),
          `no reason of this language in: ${text}`,
        );
        await fits(tab, "card", "the card");
        await tab.evaluate(() => {
          const card = document.querySelector("html > :popover-open").shadowRoot.firstElementChild;
          card.querySelector(".unfold").click();
          for (const details of card.querySelectorAll("details")) details.open = true;
        });
        await tab.painted();
        await fits(tab, "card", "the unfolded card");
        assert.deepEqual(tab.errors, []);
        await tab.close();
      });

      test("options and sample have room", async () => {
        const options = await browser.extensionPage("options.html");
        await options.until("the rules", () => document.querySelector("#rules li") !== null);
        await fits(options, "body", "options.html");
        await options.close();
        const sample = await browser.extensionPage("sample.html");
        await fits(sample, "body", "sample.html");
      });

      test("the popup has room", async () => {
        const popup = await openPopup(browser);
        await popup.until("it has read", () => /\d/.test(document.querySelector("#counts").textContent));
        const check = async (what) => {
          // Not when it is painted: the popup's tab is behind, where browsers paint once a second or less.
          await fits(popup, "body", what);
          const { height, hidden } = await popup.evaluate(() => ({
            height: document.body.getBoundingClientRect().height,
            hidden: document.body.scrollHeight - document.body.clientHeight,
          }));
          assert.ok(height <= MOST_PX && hidden <= 0, `${what}: ${height} px, ${hidden} px of it hidden`);
          assert.equal(await popup.evaluate(readOverlap), false, `${what}: one over the other`);
        };
        const press = (selector) => popup.evaluate((at) => document.querySelector(at).click(), selector);
        await check("reading");
        await press("#apart");
        await popup.until("two scales", () => document.querySelector("#scale").hidden);
        await check("one scale for each");
        await press("#marked summary");
        await popup.until("the list", () => document.querySelector("#listed li") !== null);
        await check("the list of marked posts");
        await press("#marked summary");
        await press("#pause-time");
        await popup.until("it pauses", () => !document.querySelector("#resume").hidden);
        await check("paused");
        assert.deepEqual(popup.errors, []);
      });
    });
  }
}
