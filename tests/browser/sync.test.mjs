// How settings of two browsers become one, by itself and in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./harness/bundled.mjs";

const { merge } = await bundled("settings/sync.ts");

test("what was changed on one side alone is changed on the other", () => {
  assert.equal(merge(50, 30, 50), 30);
  assert.equal(merge(50, 50, 70), 70);
  assert.deepEqual(merge(["x"], ["x", "y"], ["x"]), ["x", "y"]);
  assert.deepEqual(
    merge({ pump: true, claim: true }, { pump: false, claim: true }, { pump: true, claim: false }),
    {
      pump: false,
      claim: false,
    },
  );
});

test("where both have changed the same thing, theirs counts", () => {
  assert.equal(merge(50, 30, 70), 70);
});

test("the order that a browser gives to names is no change", () => {
  const [here, there] = [
    { pump: 40, claim: 60 },
    { claim: 60, pump: 40 },
  ];
  assert.equal(merge(there, null, here), null);
  assert.equal(merge(here, null, there), null);
  assert.deepEqual(merge(there, here, { pump: 20, claim: 60 }), { pump: 20, claim: 60 });
});
