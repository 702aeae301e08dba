// The same bits natively and in Wasm: probabilities, spans and weights of every post in tests/posts.jsonl.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judge } from "./harness/core.mjs";

const POSTS = new URL("../posts.jsonl", import.meta.url);
const TOOL = new URL("../../target/release/hypelint", import.meta.url);

test("the command line and the module agree to the last bit", () => {
  const posts = readFileSync(POSTS, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const native = execFileSync(TOOL.pathname, ["score", POSTS.pathname], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(native.length, posts.length);
  posts.forEach(({ id, text }, index) => {
    const { report, flagged } = judge(text);
    const { flagged: nativelyFlagged, id: echoed, ...rest } = native[index];
    assert.equal(echoed, id);
    assert.deepEqual(nativelyFlagged, flagged, text);
    const { strength: _, ...same } = report;
    assert.deepEqual(rest, same, text);
  });
});
