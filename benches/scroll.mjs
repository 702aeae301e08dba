// `./build.sh bench`, the page's half: what the extension costs a reader. Chromium, a virtualised timeline of 10,000 posts
// (react-virtuoso) with X's markup, scrolled to its end, with the extension and without it; and thirty seconds at rest. Then our own
// script alone on shorter ones: other known sites, other lists, and a forum that no adapter knows.
//
// Prints a table and writes dist/bench/scroll.json. Compare the columns with each other: both are of this machine, now.

import { mkdirSync, writeFileSync } from "node:fs";
import { FEEDS, FORUM, feedPage } from "../tests/browser/feeds/index.mjs";
import { everySite } from "../tests/browser/harness/everysite.mjs";
import { launch } from "../tests/browser/harness/index.mjs";
import { makeFeed } from "./posts.mjs";

const COUNT = 10_000;
const SHORT = 3000;
const REST_SECONDS = 30;
/** A page is opened so often, and the best is kept. */
const OPENED = 5;
/** Times are taken so often, with and without in turn, and the best of each is kept: what disturbs only ever adds. */
const ROUNDS = 2;
const VIEW = { width: 1000, height: 1200 };
const PIXELS_A_FRAME = 600;
const SLICES = 50;

const posts = makeFeed(COUNT);
const LONG = FEEDS.find(({ name }) => name === "mounted");
const page = await feedPage(LONG, posts);

const at = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Scrolls to the end. Gives the time of each frame, and the long tasks. Runs in the page. */
function scroll([pixels, scroller]) {
  return new Promise((resolve) => {
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
    const frames = [];
    const root = scroller === null ? document.documentElement : document.querySelector(scroller);
    let last = performance.now();
    const frame = (now) => {
      frames.push(now - last);
      last = now;
      const before = root.scrollTop;
      root.scrollTop += pixels;
      if (root.scrollTop !== before) requestAnimationFrame(frame);
      else resolve({ frames: frames.slice(1), long });
    };
    requestAnimationFrame(frame);
  });
}

async function heap(devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0 } = await devtools.send("Runtime.getHeapUsage");
  return usedSize + backingStorageSize;
}

/** Seconds of CPU that all pages together have taken so far. */
async function cpu(browser) {
  const { processInfo } = await browser.devtools.send("SystemInfo.getProcessInfo");
  return sum(processInfo.filter(({ type }) => type === "renderer").map(({ cpuTime }) => cpuTime));
}

const marked = (tab) => tab.until("marks", () => document.querySelector("[data-hypelint]") !== null);

/** Opens the long timeline, or another page with another build of the extension. */
async function withTab(installed, use, place = { page }) {
  const browser = await launch("chromium", { view: VIEW, installed, extension: place.extension });
  try {
    const tab = await browser.open(place.page);
    await tab.front();
    if (installed) await marked(tab);
    return await use(browser, tab, await tab.devtools());
  } finally {
    await browser.close();
  }
}

/** Frames and heap of one way to the end. */
const scrolled = (installed) =>
  withTab(installed, async (_browser, tab, devtools) => {
    const before = await heap(devtools);
    const { frames, long } = await tab.evaluate(scroll, [PIXELS_A_FRAME, null]);
    return { frames, long, heap: (await heap(devtools)) - before };
  });

/** CPU of a page that was read and is left alone; and then, apart from it, the calls into our scripts. */
const rested = (installed) =>
  withTab(installed, async (browser, tab) => {
    const wait = () => new Promise((resolve) => setTimeout(resolve, REST_SECONDS * 1000));
    await tab.painted();
    const before = await cpu(browser);
    await wait();
    const spent = (await cpu(browser)) - before;
    return { cpu: spent, calls: installed ? (await browser.calls(wait)).length : 0 };
  });

/** What the page's thread did while `act` ran: for each sample how long it took, in microseconds, and whether it was our own script. */
async function profile(devtools, act) {
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const ran = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1e6;
  };
  const before = await ran();
  await devtools.send("Profiler.enable");
  await devtools.send("Profiler.setSamplingInterval", { interval: 100 });
  await devtools.send("Profiler.start");
  await act();
  const { profile } = await devtools.send("Profiler.stop");
  const busy = (await ran()) - before;
  const own = new Set();
  const visit = (nodes, node, inside) => {
    const ours = inside || node.callFrame.url.startsWith("chrome-extension://");
    if (ours) own.add(node.id);
    for (const child of node.children ?? []) visit(nodes, nodes.get(child), ours);
  };
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  visit(nodes, profile.nodes[0], false);
  if (own.size === 0) throw new Error("none of our script was seen to run");
  const samples = profile.samples.map((node, index) => ({
    spent: profile.timeDeltas[index],
    idle: nodes.get(node).callFrame.functionName === "(idle)",
    own: own.has(node),
  }));
  return { samples, busy };
}

/**
 * Our own script, microtasks and Wasm included, in microseconds of each slice of the way. The profiler's clock runs on while others
 * have the core: what it says is brought down to the share of its time in which the page's thread really ran. That posts were marked
 * was seen before the way began; where it ends there may be none to mark.
 */
const profiled = ({ scroller }, place) =>
  withTab(
    true,
    async (_browser, tab, devtools) => {
      const { samples, busy } = await profile(devtools, () => tab.evaluate(scroll, [PIXELS_A_FRAME, scroller]));
      const awake = sum(samples.map(({ spent, idle }) => (idle ? 0 : spent)));
      const length = sum(samples.map(({ spent }) => spent));
      const slices = Array.from({ length: SLICES }, () => 0);
      let passed = 0;
      for (const { spent, own } of samples) {
        passed += spent;
        const slice = Math.min(SLICES - 1, Math.max(0, Math.floor((passed / length) * SLICES)));
        if (own) slices[slice] += spent;
      }
      return slices.map((spent) => spent * Math.min(1, busy / awake));
    },
    place,
  );

/** The same in milliseconds a post, the best of a few ways for each slice. */
async function perPostOf(feed, count, place) {
  const ways = [];
  for (let round = 0; round < ROUNDS; round += 1) ways.push(await profiled(feed, place));
  return ways[0].map((_, slice) => best(ways, (way) => way[slice]) / 1000 / (count / SLICES));
}

/** Lists that are shorter: in the median, and on average. */
async function others() {
  const extension = everySite("chromium", [`${new URL(FORUM.url).origin}/*`]);
  const few = posts.slice(0, SHORT);
  const found = {};
  try {
    for (const feed of [...FEEDS.filter((other) => other !== LONG), FORUM]) {
      const perPost = await perPostOf(feed, SHORT, { page: await feedPage(feed, few), extension: extension.folder });
      found[`${new URL(feed.url).host}, ${feed.list}`] = { scriptMsAPostMedian: at(perPost, 0.5), scriptMsAPostMean: sum(perPost) / SLICES };
    }
  } finally {
    extension.remove();
  }
  return found;
}

/** Our own script from the moment a page is opened until its posts are marked, in milliseconds; the best of a few times. */
const opened = () =>
  withTab(true, async (_browser, tab, devtools) => {
    const url = await tab.evaluate(() => location.href);
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < OPENED; time += 1) {
      const { samples } = await profile(devtools, async () => {
        await tab.go(url);
        await marked(tab);
      });
      least = Math.min(least, sum(samples.map(({ spent, own }) => (own ? spent : 0))) / 1000);
    }
    return least;
  });

const best = (of, value) => Math.min(...of.map(value));

const rounds = { without: [], with: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.without.push(await scrolled(false));
  rounds.with.push(await scrolled(true));
}
const perPost = await perPostOf(LONG, COUNT);
const shorter = await others();
const openedMs = await opened();
const rest = { without: await rested(false), with: await rested(true) };

const column = (of, idle) => ({
  frameMedianMs: best(of, ({ frames }) => at(frames, 0.5)),
  frameP95Ms: best(of, ({ frames }) => at(frames, 0.95)),
  longTasks: best(of, ({ long }) => long.length),
  longestTaskMs: best(of, ({ long }) => Math.max(0, ...long)),
  heapGrowthMB: best(of, ({ heap: bytes }) => bytes) / 1e6,
  idleCpuSeconds: idle.cpu,
});
const columns = { without: column(rounds.without, rest.without), with: column(rounds.with, rest.with) };
const figures = {
  posts: COUNT,
  restSeconds: REST_SECONDS,
  ...columns,
  ratio: { frameP95: columns.with.frameP95Ms / columns.without.frameP95Ms },
  own: {
    heapGrowthMB: columns.with.heapGrowthMB - columns.without.heapGrowthMB,
    scriptMsAPostMedian: at(perPost, 0.5),
    scriptMsAPostMean: sum(perPost) / SLICES,
    scriptMsToOpenAPage: openedMs,
    callsAtRest: rest.with.calls,
  },
  others: shorter,
};

const round = (value) => Math.round(value * 1000) / 1000;
const rows = Object.keys(columns.with).map((name) => [
  name,
  { without: round(columns.without[name]), with: round(columns.with[name]) },
]);
const own = Object.entries(figures.own).map(([name, value]) => [`own ${name}`, { with: round(value) }]);
console.table(Object.fromEntries([...rows, ...own]));
const rounded = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, round(value)]));
console.table(Object.fromEntries(Object.entries(shorter).map(([name, row]) => [name, rounded(row)])));
const out = new URL("../dist/bench/", import.meta.url);
mkdirSync(out, { recursive: true });
writeFileSync(new URL("scroll.json", out), `${JSON.stringify(figures, null, 2)}\n`);
