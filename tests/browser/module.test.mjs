// The module by itself, in Node: how large it is, how much memory it takes, and that its work grows with the text and no faster.
//
// Nothing here is measured in seconds: sizes, pages of memory and steps are the same on every machine. Times stand in the bench.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { loadCore } from "../../benches/core.mjs";
import { bytesOf, makePosts } from "../../benches/posts.mjs";
import { ordinaryText, worstTexts } from "../../benches/worst.mjs";

const WEB = new URL("../../target/web/", import.meta.url);
const MODULE = readFileSync(new URL("hypelint_bg.wasm", WEB));
const MIB = 2 ** 20;
/** So many windows of text that one which is read in full beside others that are passed over makes no difference. */
const LONG = 2 ** 18;

/** What the module and its glue weighed when the reader had learned words in fifteen languages; the aim is 200 KB. Let it only fall. */
const GZIPPED = 271_500;
/** Of the instance, in bytes, whatever was read. */
const MEMORY = 3.25 * MIB;
/** Steps a byte of the worst text, as many times as of ordinary posts: what it was when this was written. In time it is less than 3. */
const WORST = 6;
/** How much more a byte may take in a text of twice the length: windows in which the wording says nothing are passed over. */
const LINEAR = 1.2;

/** Those that the build names: all of them together make a module that some engines refuse. */
const FEATURES = [
  "bulk-memory",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "reference-types",
  "multivalue",
].map((name) => `--enable-${name}`);

/** The module again, counting: every function that is entered and every turn of every loop is a step. */
async function loadCounting() {
  const counting = execFileSync(
    new URL("../../node_modules/.bin/wasm-opt", import.meta.url).pathname,
    [...FEATURES, "--log-execution", "-o", "-", new URL("hypelint_bg.wasm", WEB).pathname],
    { maxBuffer: 1 << 28 },
  );
  let steps = 0;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      for (const from of Object.values(imports)) {
        from.log_execution = () => {
          steps += 1;
        };
      }
      super(module, imports);
    }
  };
  const { score } = await loadCore(counting);
  WebAssembly.Instance = Instance;
  return (text) => {
    const before = steps;
    score(text);
    return steps - before;
  };
}

test("the module and its glue, gzipped, do not grow", () => {
  const glue = readFileSync(new URL("hypelint.js", WEB));
  const size = gzipSync(MODULE, { level: 9 }).length + gzipSync(glue, { level: 9 }).length;
  assert.ok(size <= GZIPPED, `${size} bytes are more than ${GZIPPED}`);
});

test("the module names no folder of whoever built it", () => {
  const text = MODULE.toString("latin1");
  const root = new URL("../../", import.meta.url).pathname;
  for (const folder of [`${homedir()}/`, root]) assert.ok(!text.includes(folder), folder);
});

test("the instance's memory is the same after many posts and after the worst ones", async () => {
  const { score, memory } = await loadCore(MODULE);
  const posts = makePosts(2000);
  const read = (count) => {
    for (let post = 0; post < count; post += 1) score(posts[post % posts.length]);
    return memory.buffer.byteLength;
  };
  const early = read(1000);
  assert.ok(early <= MEMORY, `${early} bytes`);
  assert.equal(read(19_000), early);
  for (const [name, text] of Object.entries({ ordinary: ordinaryText(MIB), ...worstTexts(MIB) })) {
    score(text);
    assert.equal(memory.buffer.byteLength, early, `after 1 MB of ${name}`);
  }
});

test("the work grows as the text does, whatever the text", async () => {
  const steps = await loadCounting();
  const perByte = (text) => steps(text) / bytesOf(text);
  const posts = makePosts(500);
  const sum = (of) => posts.reduce((total, post) => total + of(post), 0);
  const ordinary = sum(steps) / sum(bytesOf);
  for (const [name, text] of Object.entries(worstTexts(LONG))) {
    const whole = perByte(text);
    const times = (whole / ordinary).toFixed(1);
    assert.ok(whole <= WORST * ordinary, `${name}: ${times} times the steps of ordinary posts`);
    const half = perByte(text.slice(0, LONG / 2));
    assert.ok(
      whole <= LINEAR * half,
      `${name}: a byte of the whole takes ${(whole / half).toFixed(2)} times the steps of one of its half`,
    );
  }
});
