// The check of selected words: by the browser's own menu and its own keys, on pages that we do not otherwise read, and on one that we do.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ELSEWHERE } from "../pages/elsewhere.mjs";
import { cardSays, pressButton } from "./harness/card.mjs";
import { judge, words } from "./harness/core.mjs";
import {
  NO_TRACES,
  readCard,
  readComplaints,
  readFlagged,
  readForeign,
  readTraces,
} from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";
import { until } from "./harness/patience.mjs";

const [FEED] = ELSEWHERE;
const [PUMP, PLAIN, CLAIM] = FEED.posts;
const X = pageNamed("x");
const ITEM = "Check the selected words";
const LETTER = "E";

/** Fields of every kind, each with the same words. */
const FIELDS = {
  ...FEED,
  body: FEED.body.replace(
    "<template",
    `<textarea id="area">${PUMP.text}</textarea><input id="line" value="${PUMP.text}"><input id="secret" type="password" value="${PUMP.text}"><template`,
  ),
};

/** A point on the line that opens the questions that are left open. */
function openQuestions() {
  const root = document.querySelector("html > :popover-open").shadowRoot;
  const summary = root.querySelector("summary");
  if (!summary.checkVisibility()) return undefined;
  summary.scrollIntoView({ block: "nearest" });
  const { x, y, height } = summary.getBoundingClientRect();
  return { x: x + 30, y: y + height / 2 };
}

/** Selects the words of an element, and gives a point on them. */
function select(at) {
  const element = document.querySelector(at);
  element.scrollIntoView({ block: "center" });
  getSelection().selectAllChildren(element);
  const box = getSelection().getRangeAt(0).getClientRects()[0];
  return { x: box.x + 10, y: box.y + box.height / 2 };
}

function selectInField(at) {
  document.querySelector(at).focus();
  document.querySelector(at).select();
}

/** Whether the open card stands in the window, and clear of the selected words. */
function readPlace() {
  const card = document
    .querySelector("html > :popover-open")
    .shadowRoot.firstElementChild.getBoundingClientRect();
  const covers = [...getSelection().getRangeAt(0).getClientRects()].filter(
    ({ left, right, top, bottom }) =>
      left < card.right - 1 && right > card.left + 1 && top < card.bottom - 1 && bottom > card.top + 1,
  );
  const inWindow = card.left >= 0 && card.top >= 0 && card.right <= innerWidth && card.bottom <= innerHeight;
  return { covers: covers.length, inWindow };
}

/**
 * Moves the pointer to a place in a frame until the frame feels it there. A frame in a process of its own gets no events before the
 * browser has heard where it is painted: until then they go to the page that holds it.
 */
async function reach(tab, { x, y }) {
  let moves = 0;
  await until("the frame feels the pointer", async () => {
    moves += 1;
    await tab.hover({ x: x + (moves % 2), y });
    return tab.evaluate(() => window.felt === true);
  });
}

const readHosts = () => document.querySelectorAll("html > :popover-open").length;

/** What the toolbar button says of the tab in front. Runs in a page of the extension. */
async function readButton() {
  const api = globalThis.browser ?? globalThis.chrome;
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  return [await api.action.getBadgeText({ tabId: tab.id }), await api.action.getTitle({ tabId: tab.id })];
}

async function readSign() {
  const api = globalThis.browser ?? globalThis.chrome;
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  const sign = await api.action.getBadgeText({ tabId: tab.id });
  return sign !== "" && [sign, await api.action.getTitle({ tabId: tab.id })];
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind, { ui: true, view: { width: 1000, height: 700 } });
    });
    after(() => browser?.close());

    /** Checks what is selected, by the key, and gives what the card says. */
    async function check(tab) {
      await tab.front();
      await browser.pressKey(LETTER);
      return tab.until("the card is open", readCard);
    }

    async function escapeCloses(tab) {
      await tab.press("Escape");
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      assert.equal(
        await tab.evaluate(() => window.page.escapes),
        0,
        "the page heard an Escape that was the card's",
      );
    }

    const titlesOf = (text) => judge(text).findings.map(({ rule }) => words.rules[rule].title);

    test("by key: the first check asks nobody anything, and explains the words beside them", async () => {
      const tab = await browser.open(FEED);
      await tab.evaluate(select, `${PUMP.at} p`);
      assert.match(await check(tab), /Ticker pump/);
      await pressButton(tab, "More");
      await cardSays(tab, /Rule: /);
      const card = await tab.evaluate(readCard);
      assert.ok(
        titlesOf(PUMP.text).some((title) => card.includes(title)),
        card,
      );
      assert.deepEqual(await tab.evaluate(readPlace), { covers: 0, inWindow: true });
      await escapeCloses(tab);
      assert.deepEqual(await tab.evaluate(readForeign), []);
      assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });

    test("by the context menu: a claim, with its questions", async () => {
      const tab = await browser.open(FEED);
      const point = await tab.evaluate(select, `${CLAIM.at} p`);
      await tab.menu(point);
      await browser.choose(ITEM);
      assert.match(await tab.until("the card is open", readCard), /infrastructure claim/i);
      await cardSays(tab, /Answers \d of 8 questions/);
      await pressButton(tab, "More");
      await tab.painted();
      await tab.tap(await tab.until("the open questions", openQuestions));
      await cardSays(tab, new RegExp(words.checklist.usage.question.replace("?", "\\?")));
      const card = await tab.evaluate(readCard);
      for (const { question } of Object.values(words.checklist)) assert.ok(card.includes(question), question);
      await escapeCloses(tab);
      await tab.close();
    });

    test("plain words: the card says that nothing was found, and that this is no approval", async () => {
      const tab = await browser.open(FEED);
      await tab.evaluate(select, `${PLAIN.at} p`);
      assert.match(await check(tab), /Nothing found in these words[\s\S]*no approval/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("nothing selected: the card says what to do", async () => {
      const tab = await browser.open(FEED);
      assert.match(await check(tab), /Nothing is selected/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("fields: what is selected in them is read, but never a password", async () => {
      const tab = await browser.open(FIELDS);
      for (const field of ["#area", "#line"]) {
        await tab.evaluate(selectInField, field);
        assert.match(await check(tab), /Ticker pump/, field);
        await escapeCloses(tab);
      }
      await tab.evaluate(selectInField, "#secret");
      assert.match(await check(tab), /Nothing is selected/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("a very long selection: its beginning is read, and the card says so", async () => {
      const text = `${PUMP.text} ${"The tide comes in and the tide goes out. ".repeat(2000)}`;
      const tab = await browser.open({ ...FEED, body: FEED.body.replace(PUMP.text, text) });
      await tab.evaluate(select, `${PUMP.at} p`);
      const card = await check(tab);
      assert.match(card, /Ticker pump[\s\S]*Only the beginning/);
      assert.equal((await tab.evaluate(readPlace)).inWindow, true);
      await escapeCloses(tab);
      await tab.close();
    });

    test("a second check takes the place of the first, and a press on the page closes it", async () => {
      const tab = await browser.open(FEED);
      await tab.evaluate(select, `${PUMP.at} p`);
      await check(tab);
      await tab.evaluate(select, `${PLAIN.at} p`);
      await browser.pressKey(LETTER);
      await tab.until("the card of the second", () =>
        document.querySelector("html > :popover-open")?.shadowRoot.textContent.includes("Nothing found"),
      );
      assert.equal(await tab.evaluate(readHosts), 1);
      await tab.menu({ x: 5, y: 690 });
      await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
      await tab.close();
    });

    test("a site that we read keeps its marks", async () => {
      const flags = flagsOf(X.posts);
      const tab = await browser.open(X);
      await tab.size(1000, 3600);
      await tab.untilEqual("marks", flags, readFlagged, X.posts);
      const post = X.posts.find(({ flagged }) => flagged.includes("pump"));
      await tab.evaluate(select, `${post.at} [data-testid="tweetText"]`);
      assert.match(await check(tab), /Ticker pump/);
      await tab.press("Escape");
      await tab.untilEqual("the card is closed", null, readCard);
      await tab.untilEqual("marks", flags, readFlagged, X.posts);
      await tab.close();
    });

    test("words in a frame of another site: the menu hands them over", async () => {
      const inside = `<p style="margin:0">${PUMP.text}</p><script>
        getSelection().selectAllChildren(document.body);
        addEventListener("mousemove", () => parent.postMessage("felt", "*"));
      </script>`;
      const frame = `<iframe sandbox="allow-scripts" width="600" height="200" srcdoc="${inside.replaceAll('"', "&quot;")}"></iframe>`;
      const { csp: _, ...page } = { ...FEED, body: FEED.body.replace("<main", `${frame}<main`) };
      const tab = await browser.open(page);
      const point = await tab.evaluate(() => {
        addEventListener("message", ({ data }) => {
          window.felt = data === "felt";
        });
        const box = document.querySelector("iframe").getBoundingClientRect();
        return { x: box.x + 20, y: box.y + 12 };
      });
      await reach(tab, point);
      await tab.menu(point);
      await browser.choose(ITEM);
      assert.match(await tab.until("the card is open", readCard), /Ticker pump/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("elements under our own names change nothing", async () => {
      const names = ["hypelintGiven", "hypelint-given", "hypelint-check", "hypelint", "browser", "chrome"];
      const elements = names.map((name) => `<a id="${name}" name="${name}"></a>`).join("");
      const tab = await browser.open({ ...FEED, body: FEED.body.replace("<main", `${elements}<main`) });
      await tab.evaluate(select, `${PUMP.at} p`);
      assert.match(await check(tab), /Ticker pump/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("where the page takes the card away at once, the toolbar button says so", async () => {
      const options = await browser.extensionPage("options.html", { behind: true });
      const tab = await browser.open(FEED);
      await tab.evaluate(() => {
        new MutationObserver(() => document.querySelector("html > [popover]")?.remove()).observe(
          document.documentElement,
          { childList: true },
        );
      });
      await tab.evaluate(select, `${PUMP.at} p`);
      await tab.front();
      await browser.pressKey(LETTER);
      const [sign, title] = await options.until("a sign on the button", readSign);
      assert.equal(sign, "!");
      assert.match(title, /no card/);
      await options.close();
      await tab.close();
    });

    test("where no script may run, the toolbar button says so", async () => {
      const options = await browser.extensionPage("options.html");
      await options.front();
      await browser.pressKey(LETTER);
      await options.until("a sign on the button", async () => {
        const api = globalThis.browser ?? globalThis.chrome;
        const [tab] = await api.tabs.query({ active: true, currentWindow: true });
        return api.action.getBadgeText({ tabId: tab.id });
      });
      const [sign, title] = await options.evaluate(readButton);
      assert.equal(sign, "!");
      assert.match(title, /no extension/);
      await options.close();
    });

    test("the item is still in the menu when the browser has started again", async () => {
      browser = await browser.restart();
      const tab = await browser.open(FEED);
      await tab.menu(await tab.evaluate(select, `${PUMP.at} p`));
      await browser.choose(ITEM);
      assert.match(await tab.until("the card is open", readCard), /Ticker pump/);
      await escapeCloses(tab);
      await tab.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
