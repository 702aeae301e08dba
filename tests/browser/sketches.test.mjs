// Sketches as the background compares them: by itself, in Node, on the posts that the core is measured on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadCore } from "../../benches/core.mjs";
import { bundled } from "./harness/bundled.mjs";

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const { areAlike, repeatsIn } = await bundled("templates/session.ts");
const { decode } = await bundled("engine/verdict.ts");

const posts = file("tests/repeats.jsonl")
  .toString()
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

test("as many slots must agree as the core says", () => {
  const alike = Number(/const ALIKE: usize = (\d+);/.exec(file("src/repeats/sketch.rs"))[1]);
  const agreeing = (slots) => "a".repeat(slots) + "b".repeat(64 - slots);
  assert.equal(areAlike("a".repeat(64), agreeing(alike)), true);
  assert.equal(areAlike("a".repeat(64), agreeing(alike - 1)), false);
});

test("verdicts bring sketches that tell templates from unrelated posts", async () => {
  const { score } = await loadCore(file("target/web/hypelint_bg.wasm"));
  const rules = Array.from({ length: 1000 }, () => ({ id: "any", category: "pump" }));
  const sketched = posts
    .map(({ group, text }) => ({ group, sketch: decode(Array.from(score(text)), rules).sketch }))
    .filter(({ sketch }) => sketch !== null);
  const counts = { right: 0, missed: 0, wrong: 0 };
  sketched.forEach((one, at) => {
    for (const other of sketched.slice(0, at)) {
      const same = one.group !== undefined && one.group === other.group;
      const alike = areAlike(one.sketch, other.sketch);
      if (same) counts[alike ? "right" : "missed"] += 1;
      else if (alike) counts.wrong += 1;
    }
  });
  assert.ok(counts.right >= 150, JSON.stringify(counts));
  assert.ok(counts.right / (counts.right + counts.missed) >= 0.95, JSON.stringify(counts));
  assert.ok(counts.right / (counts.right + counts.wrong) >= 0.98, JSON.stringify(counts));
});

test("a quote is the post that it quotes; places are told in the order of reading", () => {
  const note = (post, rest = {}) => ({
    post: `x/${post}`,
    isNamed: true,
    sketch: "a".repeat(64),
    account: `x/${post}`,
    excerpt: post,
    pushes: true,
    since: Number(post),
    ...rest,
  });
  const kept = [note("1"), note("2"), note("3", { sketch: null })];
  const { template, account } = repeatsIn(kept, note("2"));
  assert.deepEqual(
    { ...template, others: template.others.map(({ post }) => post) },
    {
      place: 2,
      total: 2,
      since: 1,
      others: ["x/1"],
    },
  );
  assert.equal(account, null);
  const quote = note("quote", { isNamed: false, account: "x/1", excerpt: "1" });
  assert.equal(repeatsIn(kept, quote).template.place, 1);
  const busy = ["1", "2", "3"].map((post) => note(post, { account: "x/ann", sketch: null }));
  assert.deepEqual(repeatsIn(busy, busy[2]), { template: null, account: { place: 3, total: 3, since: 1 } });
});
