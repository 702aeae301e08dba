// What a post can be exempted by, by itself and in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./harness/bundled.mjs";

const { identify } = await bundled("content/exempt.ts");

test("of a long post the beginning is kept, and no character of it is cut in two: storage would make another of it", () => {
  for (const before of ["", "x"]) {
    const { content } = identify(before + "🚀".repeat(400), "x", "ann");
    assert.ok(content.isWellFormed());
    assert.ok(content.length >= 499 && content.length <= 500, String(content.length));
  }
});
