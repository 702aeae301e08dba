// A cold start, in a process of its own: from nothing to thirty posts read.
//
// In: a contender's name. Out: JSON: milliseconds, and by how many bytes the process grew.

import { readFileSync } from "node:fs";
import { CONTENDERS } from "./contenders.mjs";

const contender = CONTENDERS[process.argv[2]];
const bytes = (path) => readFileSync(new URL(`../${path}`, import.meta.url));
const texts = JSON.parse(bytes("dist/bench/cold.json"))[contender.folded ? "folded" : "posts"];

const before = process.memoryUsage.rss();
const start = performance.now();
const read = await contender.load(bytes);
for (const text of texts) {
  const found = read(text);
  if (found instanceof Promise) await found;
}
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, grown: process.memoryUsage.rss() - before }));
process.exit();
