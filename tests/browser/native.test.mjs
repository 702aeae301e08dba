// The same bits natively and in Wasm: probabilities, spans and weights of every post in tests/posts.jsonl, before lessons and after them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { judge, teach } from "./harness/core.mjs";

const POSTS = new URL("../posts.jsonl", import.meta.url);
const COLLECTORS = new URL("../collectors.jsonl", import.meta.url);
const TOOL = new URL("../../target/debug/hypelint", import.meta.url);

const lines = (text) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

function agree(posts, options) {
  const native = lines(
    execFileSync(TOOL.pathname, ["score", POSTS.pathname, ...options], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );
  assert.equal(native.length, posts.length);
  posts.forEach(({ id, text }, index) => {
    const { report, flagged } = judge(text);
    const { flagged: nativelyFlagged, id: echoed, ...rest } = native[index];
    assert.equal(echoed, id);
    assert.deepEqual(nativelyFlagged, flagged, text);
    const { strength: _, ...same } = report;
    assert.deepEqual(rest, same, text);
  });
}

test("the command line and the module agree to the last bit", () => {
  const posts = lines(readFileSync(POSTS, "utf8"));
  agree(posts, []);
  const before = posts.map(({ text }) => judge(text).report);

  // Both ways: half of the posts that are scored, and posts that are not.
  const lessons = [
    ...posts.filter((_, index) => index % 2 === 0).map(({ text }) => ({ text, pump: 1, claim: -1 })),
    ...lines(readFileSync(COLLECTORS, "utf8")).map(({ text }) => ({ text, pump: -1, claim: 0 })),
  ];
  const folder = mkdtempSync(join(tmpdir(), "hypelint-"));
  try {
    const file = join(folder, "lessons.jsonl");
    writeFileSync(file, lessons.map((lesson) => JSON.stringify(lesson)).join("\n"));
    teach(lessons);
    assert.ok(posts.filter(({ text }) => judge(text).report.taught !== undefined).length > posts.length / 4);
    agree(posts, ["--lessons", file]);
  } finally {
    rmSync(folder, { recursive: true });
  }

  teach([]);
  assert.deepEqual(
    posts.map(({ text }) => judge(text).report),
    before,
  );
});
