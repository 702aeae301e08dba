// `./build.sh bench`: how quick, how large, next to whom. Prints tables and writes dist/bench/bench.json.
//
//   ./build.sh bench              everything
//   ./build.sh bench --million    the command line on a file of a million posts instead of 300,000
//
// Times are of this machine, now: compare them with each other, not with those of another day.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { commandLine } from "./command-line.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { loadCore } from "./core.mjs";
import { finder, modules } from "./javascript.mjs";
import { measure, summary } from "./measure.mjs";
import { inChromium } from "./page.mjs";
import { bytesOf, makePosts } from "./posts.mjs";
import { ordinaryText, worstTexts } from "./worst.mjs";

const ROOT = new URL("../", import.meta.url);
const OUT = new URL("dist/bench/", ROOT);
const COLD = 7;
const MIB = 2 ** 20;

const file = (path) => readFileSync(new URL(path, ROOT));
const save = (name, text) => writeFileSync(new URL(name, OUT), text);
const say = (text) => console.error(`bench: ${text}`);
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const sized = (...bodies) => ({
  raw: bodies.reduce((sum, body) => sum + body.length, 0),
  gzip: bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0),
});

/** The native half: the engine, `RegexSet`, folded texts and patterns. */
function native(posts) {
  const told = execFileSync("cargo", ["bench", "--quiet", "--bench", "native"], {
    cwd: ROOT,
    input: JSON.stringify(posts),
    maxBuffer: 2 ** 30,
    stdio: ["pipe", "pipe", "inherit"],
  });
  return JSON.parse(told);
}

/** Of the matches of each owner's patterns the leftmost, and of those the longest, each behind the one before: owner, start, end. */
function leftmost(found, owners) {
  const spans = [];
  for (let at = 0; at < found.length; at += 3) spans.push([owners[found[at]], found[at + 1], found[at + 2]]);
  spans.sort(([, a, b], [, c, d]) => a - c || d - b);
  const ended = {};
  const kept = spans.filter(([owner, start, end]) => {
    if (start < (ended[owner] ?? 0)) return false;
    ended[owner] = end;
    return true;
  });
  return kept.flat();
}

/** How far what JavaScript finds is what the engine finds, in spans. */
async function agreement({ folded, spans, owners }) {
  const same = { engine: 0, patterns: 0, byPatterns: 0, alternation: 0 };
  const load = async (name) => finder((await import(new URL(`${name}.mjs`, OUT))).default);
  const [patterns, alternation] = [await load("patterns"), await load("alternation")];
  folded.slice(0, 500).forEach((text, index) => {
    const engine = new Set(spans[index].map((span) => span.join()));
    const found = leftmost(patterns(text), owners);
    same.engine += engine.size;
    for (let at = 0; at < found.length; at += 3) same.patterns += engine.has(found.slice(at, at + 3).join()) ? 1 : 0;
    same.byPatterns += found.length / 3;
    same.alternation += alternation(text).length / 3;
  });
  return { patterns: owners.length, rules: new Set(owners).size, spans: same.engine, sameByPatterns: same.patterns, byPatterns: same.byPatterns, byAlternation: same.alternation };
}

function cold(name) {
  const script = new URL("cold.mjs", import.meta.url).pathname;
  const runs = Array.from({ length: COLD }, () => JSON.parse(execFileSync(process.execPath, [script, name])));
  return { ms: middle(runs.map(({ ms }) => ms)), grownMiB: middle(runs.map(({ grown }) => grown)) / MIB };
}

/** What a page would have to load. */
async function size(name) {
  if (name === "wasm") return sized(file("target/web/hypelint_bg.wasm"), file("target/web/hypelint.js"));
  const { package: rival, folded } = CONTENDERS[name];
  if (folded) return sized(file(`dist/bench/${name}.mjs`));
  const options = { bundle: true, minify: true, write: false, format: "esm", platform: "browser", external: ["fs"], logLevel: "error" };
  const stdin = { contents: `export * from ${JSON.stringify(rival)}`, resolveDir: ROOT.pathname };
  const { outputFiles } = await build({ ...options, stdin });
  const more = rival === "harper.js" ? [file("node_modules/harper.js/dist/harper_wasm_bg.wasm")] : [];
  return sized(outputFiles[0].contents, ...more);
}

function versions(rivals) {
  const locked = file("Cargo.lock").toString();
  const first = (command) => execFileSync(command, ["--version"]).toString().trim();
  return {
    hypelint: /^version = "(.+)"$/m.exec(file("Cargo.toml"))[1],
    node: process.version,
    v8: process.versions.v8,
    rustc: first("rustc"),
    regex: /name = "regex"\nversion = "(.+)"/.exec(locked)[1],
    ...Object.fromEntries(rivals.map((name) => [name, JSON.parse(file(`node_modules/${name}/package.json`)).version])),
  };
}

/** How much memory the core's instance has, after more and more posts. */
async function memory(posts) {
  const { score, memory } = await loadCore(file("target/web/hypelint_bg.wasm"));
  const after = {};
  const look = (name) => {
    after[name] = memory.buffer.byteLength / 1024;
  };
  look("at the start");
  for (let post = 0; post < 100_000; post += 1) {
    score(posts[post % posts.length]);
    if (post + 1 === 1000) look("1,000 posts");
  }
  look("100,000 posts");
  for (const [name, text] of Object.entries(worstTexts(MIB))) {
    score(text);
    after[`1 MB of ${name}`] = memory.buffer.byteLength / 1024;
  }
  return after;
}

/** What a byte costs in 1 MB of the worst texts, against ordinary posts: nanoseconds, best of several. */
function linearity(score, posts) {
  const best = (work) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        work();
        return (performance.now() - start) * 1e6;
      }),
    );
  const ordinary = best(() => posts.forEach((post) => score(post))) / posts.reduce((sum, post) => sum + bytesOf(post), 0);
  const texts = { "ordinary posts in one": ordinaryText(MIB), ...worstTexts(MIB) };
  const rows = Object.entries(texts).map(([name, text]) => {
    const whole = best(() => score(text)) / bytesOf(text);
    return [name, { nsPerByte: whole, times: whole / ordinary }];
  });
  rows.sort(([, a], [, b]) => b.times - a.times);
  return { ordinary, worst: Object.fromEntries(rows) };
}

const round = (value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);
const print = (title, rows) => {
  console.log(`\n${title}`);
  console.table(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, Object.fromEntries(Object.entries(row).map(([key, value]) => [key, round(value)]))])));
};

// Of so many regexes V8 leaves some in its bytecode for good: compiled at once, the rivals are at their best. Cold starts are as they are.
setFlagsFromString("--no-regexp-tier-up");
mkdirSync(OUT, { recursive: true });
const posts = makePosts(2000);
say("native: the engine and RegexSet");
const told = native(posts);
const { folded, patterns, owners } = told;
for (const [name, source] of Object.entries(modules(patterns, owners))) save(`${name}.mjs`, source);
const plain = patterns.map((pattern) => /^\(\?:\(\?-u:\\b\)\(\?:([a-z ']+)\)\(\?-u:\\b\)\)$/.exec(pattern)?.[1]).filter(Boolean);
save("phrases.json", JSON.stringify([...new Set(plain)]));
save("texts.json", JSON.stringify({ posts, folded }));
save("cold.json", JSON.stringify({ posts: posts.slice(0, 30), folded: folded.slice(0, 30) }));

say("do they find the same?");
const agreed = await agreement(told);

say("cold starts in Node");
const colds = Object.fromEntries(Object.keys(CONTENDERS).map((name) => [name, cold(name)]));

say("Node");
const readers = {};
for (const [name, contender] of Object.entries(CONTENDERS)) readers[name] = await contender.load(file);
const times = await measure(readers, (name) => (CONTENDERS[name].folded ? folded : posts));

say("Chromium");
const chromium = await inChromium(["wasm", "alternation", "rules"]);

say("memory and long texts");
const figures = {
  versions: { ...versions(["vader-sentiment", "obscenity", "harper.js"]), chromium: chromium.version },
  texts: { posts: posts.length, meanBytes: posts.reduce((sum, post) => sum + bytesOf(post), 0) / posts.length },
  agreement: { ...agreed, phrasesOfObscenity: new Set(plain).size },
  engines: {
    "hypelint (native)": { gives: CONTENDERS.wasm.gives, ...summary(told.engine.map((ns) => ns / 1000)) },
    "RegexSet (native)": { gives: "patterns, without spans", ...summary(told.regexSet.times.map((ns) => ns / 1000)), coldMs: told.regexSet.builtMs },
  },
  memoryKiB: await memory(posts),
  linearity: linearity(readers.wasm, posts),
};

/** How many times the core's own time on the same posts. */
const against = (own, others) => summary(others).mean / summary(own.slice(0, others.length)).mean;
for (const [name, { title, gives }] of Object.entries(CONTENDERS)) {
  figures.engines[`${title}, Node`] = {
    gives,
    ...summary(times[name]),
    timesOurs: against(times.wasm, times[name]),
    coldMs: colds[name].ms,
    grownMiB: colds[name].grownMiB,
    ...(await size(name)),
  };
}
for (const [name, found] of Object.entries(chromium.times)) {
  figures.engines[`${CONTENDERS[name].title}, Chromium`] = {
    gives: CONTENDERS[name].gives,
    ...summary(found),
    timesOurs: against(chromium.times.wasm, found),
    coldMs: middle(chromium.colds[name]),
  };
}
figures.module = { wasm: sized(file("target/web/hypelint_bg.wasm")), glue: sized(file("target/web/hypelint.js")) };

say("the command line");
figures.commandLine = await commandLine(process.argv.includes("--million") ? 1_000_000 : 300_000);

save("bench.json", `${JSON.stringify(figures, null, 2)}\n`);
print("versions", { version: figures.versions });
print(`microseconds a post (${posts.length} posts, mean ${Math.round(figures.texts.meanBytes)} bytes)`, Object.fromEntries(Object.entries(figures.engines).map(([name, { gives: _, ...row }]) => [name, row])));
for (const [name, { gives }] of Object.entries(figures.engines)) console.log(`  ${name}: ${gives}`);
print("what is found in the first 500 posts", { count: figures.agreement });
print("size in bytes", figures.module);
print("memory of the instance, KiB", Object.fromEntries(Object.entries(figures.memoryKiB).map(([name, KiB]) => [name, { KiB }])));
print(`1 MB of the worst texts (ordinary posts: ${round(figures.linearity.ordinary)} ns a byte)`, figures.linearity.worst);
print("command line", { score: figures.commandLine });

await import("./scroll.mjs");
await import("./popup.mjs");
process.exit();
