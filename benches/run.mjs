// `./build.sh bench`: how quick, how large. Prints a table and writes dist/bench/bench.json.
//
// Times are of this machine, now: compare them with each other, not with those of another day.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadCore } from "./core.mjs";
import { makePosts } from "./posts.mjs";

const ROUNDS = 12;
const posts = makePosts(2000);

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Microseconds a post: the best of several rounds for each, since what disturbs only ever adds. */
function perPost(score) {
  const best = new Float64Array(posts.length).fill(Infinity);
  for (let round = 0; round < ROUNDS; round += 1) {
    posts.forEach((post, index) => {
      const start = performance.now();
      score(post);
      best[index] = Math.min(best[index], (performance.now() - start) * 1000);
    });
  }
  const sorted = [...best].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length, p99: at(sorted, 0.99) };
}

const { score, memory } = await loadCore();
const wasm = perPost(score);
const cold = Array.from({ length: 7 }, () => Number(execFileSync(process.execPath, [new URL("cold.mjs", import.meta.url).pathname])));
const file = (name) => readFileSync(new URL(`../target/web/${name}`, import.meta.url));
const size = (name) => ({ raw: file(name).length, gzip: gzipSync(file(name), { level: 9 }).length });

const figures = {
  posts: posts.length,
  units: posts.reduce((sum, post) => sum + post.length, 0) / posts.length,
  node: process.version,
  wasm,
  coldMs: cold.sort((a, b) => a - b)[3],
  memoryKiB: memory.buffer.byteLength / 1024,
  module: size("hypelint_bg.wasm"),
  glue: size("hypelint.js"),
};
const round = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);
const table = Object.fromEntries(
  Object.entries(figures).flatMap(([name, value]) =>
    typeof value === "object" ? Object.entries(value).map(([key, inner]) => [`${name} ${key}`, round(inner)]) : [[name, round(value)]],
  ),
);
console.table(table);
const out = new URL("../dist/bench/", import.meta.url);
mkdirSync(out, { recursive: true });
writeFileSync(new URL("bench.json", out), `${JSON.stringify(figures, null, 2)}\n`);

await import("./scroll.mjs");
