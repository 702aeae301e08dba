// A hundred thousand posts through one live page: no result is mixed up, nothing is left behind, and the heap does not grow.
//
//   node tests/browser/soak.mjs                      both browsers, 100,000 posts each
//   node tests/browser/soak.mjs chromium 20000
//
// Each step takes the oldest posts out of the page and puts new ones in, waits until the marks on the page are those that the core finds in
// each text, and goes on. Out: the posts that were read, the marks that were compared, and how the memory grew: in Chromium the heap of
// the page's process after a collection, in Firefox all memory of its processes. Exits with 1 where anything is not as it should be.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { marksOf } from "./harness/core.mjs";
import { asRange, eachMark } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { change, openPopup } from "./harness/popup.mjs";

const AT_ONCE = 60;
/** Steps between two looks at the memory. */
const LOOK_EVERY = 50;
/** What the heap may grow by for each post, in bytes: noise, and no post that is kept. */
const MOST_GROWTH = 20;

const [only, number = "100000"] = process.argv.slice(2);
const kinds = KINDS.includes(only) ? [only] : KINDS;
const total = Number(KINDS.includes(only) || only === undefined ? number : only);

/** The same posts in each run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const KINDS_OF_POST = [
  (ticker, n) =>
    `${ticker} is about to ${10 + (n % 90)}x, guaranteed profit, last chance to buy before it flies! ${n}`,
  (_, n) =>
    `Our network can never go down: 100% uptime, no single point of failure. It is completely trustless. Note ${n}`,
  (ticker, n) =>
    `🚀🚀 LAST CHANCE to load up on ${ticker} before the listing tonight. Easy ${n % 100}x, buy now`,
  (_, n) => `The bakery on the corner finally fixed its oven, and ${n} loaves smell of rye.`,
  (_, n) => `Bus ${n % 400} was late again. I read ${n} pages on the way.`,
  (ticker, n) => `Somebody told me to buy ${ticker} today. I asked why ${n} times, and got no answer.`,
];

function* posts() {
  const next = random(7);
  for (let n = 1; n <= total; n += 1) {
    const letters = Array.from({ length: 5 }, () => String.fromCharCode(65 + next(26))).join("");
    yield { id: String(n), text: KINDS_OF_POST[next(KINDS_OF_POST.length)](`$${letters}`, n) };
  }
}

const PAGE = {
  url: "https://x.com/home",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>X</title><link rel="icon" href="data:,">
<style>body{margin:0;font:12px/1.2 sans-serif}article{padding:1px 8px}</style></head><body><main></main></body></html>`,
};

/** Puts these posts in the place of those that are there. */
function put(batch) {
  document.querySelector("main").replaceChildren(
    ...batch.map(({ id, text }) => {
      const post = document.createElement("article");
      post.dataset.testid = "tweet";
      post.innerHTML =
        '<div data-testid="User-Name"><a>ann</a> <a><time>now</time></a></div><div data-testid="tweetText"></div>';
      const [author, link] = post.querySelectorAll("a");
      author.href = `/u${id}`;
      link.href = `/u${id}/status/${id}`;
      post.lastElementChild.textContent = text;
      return post;
    }),
  );
}

/** All marks on the page, by post: "category: words", sorted. */
function readAll() {
  const found = {};
  eachMark((mark, category) => {
    const post = mark.startContainer.parentElement?.closest("article");
    const id = post?.querySelector("a:has(time)").pathname.split("/").at(-1) ?? "a removed post";
    found[id] = [...(found[id] ?? []), `${category}: ${asRange(mark)}`].sort();
  });
  return found;
}

/** Bytes of the heap in Chromium; elsewhere of all processes that the browser runs. */
async function memoryOf(kind, devtools) {
  if (kind === "chromium") {
    await devtools.send("HeapProfiler.collectGarbage");
    return (await devtools.send("Runtime.getHeapUsage")).usedSize;
  }
  let pages = 0;
  for (const process of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${process}/cmdline`, "utf8").includes("firefox")) continue;
      pages += Number(readFileSync(`/proc/${process}/statm`, "utf8").split(" ")[1]);
    } catch {
      // It has ended.
    }
  }
  return pages * 4096;
}

const listenersOf = async (devtools) => {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSEventListeners").value;
};

/** Bytes for each post, by least squares. */
function slopeOf(looks) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(looks.map(({ read }) => read)), mean(looks.map(({ bytes }) => bytes))];
  const above = looks.reduce((sum, { read, bytes }) => sum + (read - x) * (bytes - y), 0);
  return above / looks.reduce((sum, { read }) => sum + (read - x) ** 2, 0);
}

async function soak(kind) {
  const browser = await launch(kind);
  try {
    const tab = await browser.open(PAGE);
    const devtools = kind === "chromium" ? await tab.devtools() : undefined;
    await devtools?.send("Performance.enable");
    const popup = await openPopup(browser);
    await change(popup, "#on", false);
    await tab.front();
    await tab.painted();
    const listeners = devtools && (await listenersOf(devtools));
    await change(popup, "#on", true);
    await popup.close();
    await tab.front();

    const looks = [];
    let [read, marks, steps] = [0, 0, 0];
    const start = performance.now();
    let batch = [];
    const step = async () => {
      const expected = Object.fromEntries(
        batch.map(({ id, text }) => [id, marksOf(text)]).filter(([, found]) => found.length > 0),
      );
      await tab.evaluate(put, batch);
      await tab.untilEqual(`the marks of the posts from ${batch[0].id}`, expected, readAll);
      read += batch.length;
      marks += Object.values(expected).flat().length;
      steps += 1;
      batch = [];
      if (steps % LOOK_EVERY === 0) looks.push({ read, bytes: await memoryOf(kind, devtools) });
    };
    for (const post of posts()) {
      batch.push(post);
      if (batch.length === AT_ONCE) await step();
    }
    if (batch.length > 0) await step();

    await tab.evaluate(put, []);
    const again = await openPopup(browser);
    await change(again, "#on", false);
    await again.close();
    await tab.front();
    await tab.untilEqual("nothing is left of us", 0, () => CSS.highlights.size);
    const left = devtools && (await listenersOf(devtools));

    // What is kept of the last posts has filled up by then.
    const late = looks.slice(Math.floor(looks.length / 2));
    const slope = slopeOf(late);
    const seconds = Math.round((performance.now() - start) / 1000);
    const megabytes = (at) => (looks.at(at).bytes / 2 ** 20).toFixed(1);
    console.log(
      `${kind}: ${read} posts in ${seconds} s, ${marks} marks, each the words of its own post; memory ${megabytes(0)} MB after ${looks[0].read} posts, ` +
        `${megabytes(-1)} MB at the end, ${slope.toFixed(1)} bytes for each post of the second half; listeners ${listeners ?? "?"} before, ${left ?? "?"} after`,
    );
    assert.deepEqual(tab.errors, []);
    assert.deepEqual(browser.left(), []);
    if (devtools) {
      assert.equal(left, listeners, "listeners are left");
      // A shorter run ends while what is kept of the last posts still fills up.
      if (total >= 100_000) assert.ok(slope < MOST_GROWTH, "the heap grows");
    }
  } finally {
    await browser.close();
  }
}

for (const kind of kinds) await soak(kind);
