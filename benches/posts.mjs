// Posts to measure on: made from a seed, so that every run and every engine reads the same ones.
//
// In: the invented posts of tests/posts.jsonl. Out: as many new ones as asked for, mixed from their sentences.

import { readFileSync } from "node:fs";

const LINES = readFileSync(new URL("../tests/posts.jsonl", import.meta.url), "utf8").trim().split("\n");

/** Mulberry32: small, fast, and the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` posts of one to five sentences; what the sentences come from (`accept` chooses) decides how many are hype. */
export function makePosts(count, seed = 0xc0ffee, accept = () => true) {
  const next = random(seed);
  const texts = LINES.map((line) => JSON.parse(line))
    .filter(accept)
    .map(({ text }) => text);
  const pick = (items) => items[Math.floor(next() * items.length)];
  return Array.from({ length: count }, () => {
    const sentences = Array.from({ length: 1 + Math.floor(next() * 5) }, () => pick(pick(texts).split(/(?<=[.!?])\s+/u)));
    return sentences.join(" ");
  });
}

/** `count` posts as a reader meets them: four of five are made of nothing but ordinary sentences. No two are the same. */
export function makeTimeline(count) {
  const any = makePosts(count);
  const ordinary = makePosts(count, 0xbeef, ({ pump, claim }) => pump + claim === 0);
  return any.map((post, index) => `${index % 5 === 0 ? post : ordinary[index]} (${index})`);
}
