// What a page keeps of the posts that were read, by itself and in Node: bounded, however long somebody scrolls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./harness/bundled.mjs";

const { Verdicts } = await bundled("content/verdicts.ts");

const verdict = (pump) => ({ scores: [pump, 0] });
const NOBODY = { holds: () => false };

test("of very many posts the last are counted, each once", () => {
  const verdicts = new Verdicts();
  for (let post = 0; post < 30_000; post += 1) verdicts.count(String(post), verdict(post), null);
  verdicts.count("29999", verdict(-1), null);
  const read = verdicts.read(NOBODY);
  assert.equal(read.length, 20_000);
  assert.deepEqual(
    [read[0], read.at(-1)],
    [
      [10_000, 0],
      [-1, 0],
    ],
  );
});

test("verdicts are kept of the texts that were used last", () => {
  const verdicts = new Verdicts();
  for (let text = 0; text < 6000; text += 1) {
    verdicts.put(`post ${text}`, verdict(text));
    verdicts.get("post 0");
  }
  assert.deepEqual(verdicts.get("post 0"), verdict(0));
  assert.equal(verdicts.get("post 1000"), undefined);
  assert.deepEqual(verdicts.get("post 1001"), verdict(1001));
  verdicts.clear();
  assert.equal(verdicts.get("post 0"), undefined);
});

test("of long texts fewer are kept", () => {
  const verdicts = new Verdicts();
  const long = (text) => `${text} ${"x".repeat(99_990)}`;
  for (let text = 0; text < 60; text += 1) verdicts.put(long(text), verdict(text));
  const kept = Array.from({ length: 60 }, (_, text) => verdicts.get(long(text)) !== undefined);
  assert.deepEqual([kept.lastIndexOf(false), kept.filter(Boolean).length], [19, 40]);
});
