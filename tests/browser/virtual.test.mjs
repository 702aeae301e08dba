// Virtualised timelines: a thousand posts in a feed made with each of three virtual-list packages, scrolled to the end and back.
// Whatever such a list does with its nodes, the marks are where the words are, and no post is read twice by the engine.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { makeTimeline } from "../../benches/posts.mjs";
import { FEEDS, feedPage } from "./feeds/index.mjs";
import { marksOf } from "./harness/core.mjs";
import { asRange, eachMark } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";

const COUNT = 1000;
const POSTS = makeTimeline(COUNT).map((text, index) => ({
  id: String(10_000 + index),
  author: `user${index % 40}`,
  text,
}));
const EXPECTED = Object.fromEntries(POSTS.map(({ id, text }) => [id, marksOf(text)]));
const FLAGGED = Object.values(EXPECTED).filter((marks) => marks.length > 0).length;

/** Hands the expectations to the page, and begins to watch every frame for marks on words that they do not belong to. */
function prepare(feed, expected) {
  const [within, attribute, pattern] = feed.id;
  const bench = {
    expected,
    seen: new Set(),
    wrong: [],
    view: () => {
      const box =
        feed.scroller === null ? null : document.querySelector(feed.scroller).getBoundingClientRect();
      return { top: box?.top ?? 0, bottom: box?.bottom ?? innerHeight };
    },
    scroller: () =>
      feed.scroller === null ? document.documentElement : document.querySelector(feed.scroller),
    idOf: (post) => {
      const holder = within === null ? post : post.querySelector(within);
      return new RegExp(pattern).exec(holder.getAttribute(attribute))[1];
    },
    /** The marks of each post's element that bears any: "category: words", sorted. */
    marks: () => {
      const marks = new Map();
      eachMark((mark, category) => {
        const words = asRange(mark).toString();
        if (words === "") return; // its text has just been taken away
        const post = mark.startContainer.parentElement?.closest(feed.post);
        const on = mark.startContainer.isConnected && post ? post : null;
        marks.set(on, [...(marks.get(on) ?? []), `${category}: ${words}`].sort());
      });
      return marks;
    },
    watch: () => {
      // A message that is sent in a frame arrives after the frame is painted.
      const painted = new MessageChannel();
      painted.port1.onmessage = () => {
        for (const [post, marks] of bench.marks()) {
          const id = post === null ? "no post" : bench.idOf(post);
          for (const mark of marks) if (!expected[id]?.includes(mark)) bench.wrong.push(`${id}: ${mark}`);
        }
        requestAnimationFrame(() => painted.port2.postMessage(null));
      };
      requestAnimationFrame(() => painted.port2.postMessage(null));
    },
  };
  window.bench = bench;
  bench.watch();
}

/** What is not as it should be with the posts in view; nothing once all is. */
function complaints(feed) {
  const { bench } = window;
  const marks = bench.marks();
  const { top, bottom } = bench.view();
  const found = [];
  const boxes = [];
  for (const post of document.querySelectorAll(feed.post)) {
    const box = post.getBoundingClientRect();
    if (box.height === 0 || box.bottom <= top || box.top >= bottom) continue;
    boxes.push(box);
    const id = bench.idOf(post);
    bench.seen.add(id);
    const expected = JSON.stringify(bench.expected[id]);
    const actual = JSON.stringify(marks.get(post) ?? []);
    if (actual !== expected) found.push(`${id}: ${actual} instead of ${expected}`);
    if (post.hasAttribute("data-hypelint") !== (expected !== "[]")) found.push(`${id}: bar`);
  }
  // The list may not have caught up with the scrolling yet.
  boxes.sort((one, other) => one.top - other.top);
  const edges = [top, ...boxes.map((box) => box.bottom)];
  if ([...boxes.map((box) => box.top), bottom].some((next, index) => next > edges[index] + 1))
    found.push("a gap");
  return found;
}

/** Scrolls by most of a view; whether that was still possible. */
function step(direction) {
  const scroller = window.bench.scroller();
  const before = scroller.scrollTop;
  scroller.scrollTop += direction * Math.floor(scroller.clientHeight * 0.7);
  return scroller.scrollTop !== before;
}

/** Every text that content scripts have asked the engine about in the background. Runs in a page of the extension. */
function listen() {
  const api = globalThis.browser ?? globalThis.chrome;
  window.asked = [];
  api.runtime.onConnect.addListener((port) => {
    const ids = new Set();
    port.onMessage.addListener(({ id, kind, texts }) => {
      // A question that was not answered in time is said again, under the same id.
      if (kind === "score" && !ids.has(id)) window.asked.push(...texts);
      ids.add(id);
    });
  });
}

// Such a list is mostly waited for: the browsers wait side by side.
describe("virtual lists", { concurrency: true }, () => {
  for (const kind of KINDS) describe(kind, { concurrency: 1 }, () => scrollEach(kind));
});

function scrollEach(kind) {
  let browser;
  before(async () => {
    browser = await launch(kind, { view: { width: 700, height: 3600 } });
  });
  after(() => browser?.close());

  test("the feed is a mixed one", () => {
    assert.ok(FLAGGED > COUNT / 20 && FLAGGED < COUNT / 2, String(FLAGGED));
  });

  for (const feed of FEEDS) {
    test(`nodes ${feed.name} by ${feed.list}: to the end and back`, async () => {
      const listener = await browser.extensionPage("options.html", { behind: true });
      await listener.evaluate(listen);
      const tab = await browser.open(await feedPage(feed, POSTS));
      await tab.front();
      await tab.evaluate(prepare, feed, EXPECTED);
      for (const direction of [1, -1]) {
        do await tab.untilEqual("the posts in view", [], complaints, feed);
        while (await tab.evaluate(step, direction));
        assert.equal(await tab.evaluate(() => window.bench.seen.size), COUNT, "every post was in view");
        await tab.evaluate(() => window.bench.seen.clear());
      }
      assert.deepEqual(await tab.evaluate(() => window.bench.wrong), [], "marks on the wrong words");
      assert.deepEqual(tab.errors, []);

      const asked = await listener.evaluate(() => window.asked);
      // Where the core runs in the page, nobody can listen. A listener beside the background may be late for the first texts of a
      // port; what it hears, it hears once.
      assert.equal(new Set(asked).size, asked.length, "a text was asked about twice");
      assert.equal(asked.length > 0, kind === "chromium" && feed.name === "rewritten");
      await listener.close();
      await tab.close();
    });
  }
}
