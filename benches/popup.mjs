// `./build.sh bench`, the popup: how soon it stands with its histogram over a page on which 1,000 posts were read, and how long a frame takes
// while its line is dragged. Chromium.
//
// Prints a table and writes dist/bench/popup.json. Of this machine, now.

import { mkdirSync, writeFileSync } from "node:fs";
import { FEEDS, feedPage } from "../tests/browser/feeds/index.mjs";
import { launch } from "../tests/browser/harness/index.mjs";
import { openPopup } from "../tests/browser/harness/popup.mjs";
import { makeFeed } from "./posts.mjs";

const COUNT = 1000;
/** A few have no words to read. */
const MORE = 20;
const OPENED = 15;
const STEPS = 100;
/** Less than the shortest post is high: none is passed over. */
const PIXELS_A_FRAME = 400;

const page = await feedPage(FEEDS.find(({ name }) => name === "mounted"), makeFeed(COUNT + MORE));
const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Scrolls to the end. Runs in the page. */
function scroll(pixels) {
  return new Promise((resolve) => {
    const root = document.documentElement;
    const frame = () => {
      const before = root.scrollTop;
      root.scrollTop += pixels;
      if (root.scrollTop === before) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Runs in the popup before anything else: notes when its histogram stands, laid out. */
const NOTE = `new MutationObserver((_, observer) => {
  const bars = document.querySelectorAll(".plot rect");
  if (bars.length === 0) return;
  observer.disconnect();
  bars[0].getBoundingClientRect();
  globalThis.stands = performance.now();
}).observe(document, { childList: true, subtree: true });`;

/** Notes the length of each frame from now on. Runs in the popup. */
function record() {
  const frames = [];
  let last = performance.now();
  const frame = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.frames = frames;
}

/** Moves the line by a step, and gives the milliseconds until all of it is laid out anew. Runs in the popup. */
function step(value) {
  const input = document.querySelector("#sensitivity");
  const start = performance.now();
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}

const browser = await launch("chromium", { view: { width: 1000, height: 1200 } });
try {
  const tab = await browser.open(page);
  await tab.front();
  await tab.until("marks", () => document.querySelector("[data-hypelint]") !== null);
  await tab.evaluate(scroll, PIXELS_A_FRAME);
  const popup = await openPopup(browser);
  await popup.until(
    `${COUNT} posts are read`,
    (count) => Number(/[\d,]+/.exec(document.querySelector("#counts").textContent)?.[0].replace(",", "")) >= count,
    COUNT,
  );
  const devtools = await popup.devtools();
  await devtools.send("Page.enable");
  await devtools.send("Page.addScriptToEvaluateOnNewDocument", { source: NOTE });
  const url = await popup.evaluate(() => location.href);
  const opened = [];
  for (let time = 0; time < OPENED; time += 1) {
    await popup.go(url);
    opened.push(await popup.until("the histogram", () => globalThis.stands));
  }

  const steps = [];
  for (let value = 1; value <= STEPS; value += 1) steps.push(await popup.evaluate(step, value));

  // Seen, and by the pointer.
  await popup.front();
  const { left, top, width, height } = await popup.evaluate(() => document.querySelector("#sensitivity").getBoundingClientRect().toJSON());
  const y = top + height / 2;
  await popup.hover({ x: left + 8, y });
  await popup.hold();
  await popup.evaluate(record);
  for (let move = 0; move < STEPS; move += 1) await popup.hover({ x: left + 8 + (move / STEPS) * (width - 16), y });
  await popup.release();
  const frames = (await popup.evaluate(() => globalThis.frames)).slice(1);

  const figures = {
    posts: COUNT,
    "opened, histogram stands, ms": { best: at(opened, 0), median: at(opened, 0.5), worst: at(opened, 1) },
    "a step of the line, script and layout, ms": { best: at(steps, 0), median: at(steps, 0.5), worst: at(steps, 1) },
    "a frame while it is dragged, ms": { best: at(frames, 0), median: at(frames, 0.5), worst: at(frames, 1) },
  };
  const round = (row) => (typeof row === "number" ? row : Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(value * 10) / 10])));
  const { posts: _, ...rows } = figures;
  console.log(`\npopup over ${COUNT} read posts`);
  console.table(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, round(row)])));
  const out = new URL("../dist/bench/", import.meta.url);
  mkdirSync(out, { recursive: true });
  writeFileSync(new URL("popup.json", out), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await browser.close();
}
