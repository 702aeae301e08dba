// Who is served next in the background, by itself and in Node: the order in which pieces of work are done.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./harness/bundled.mjs";

const { Turns } = await bundled("engine/turns.ts");

/** Turns of these clients, and what was done in them. */
function open(...clients) {
  const turns = new Turns();
  const done = [];
  for (const client of clients) turns.join(client);
  const ask = (client, cost, then = () => undefined) =>
    turns.take(client, cost, async () => {
      done.push(client);
      then();
    });
  return { turns, done, ask };
}

test("who comes while another has much waiting is served after the piece under way", async () => {
  const { done, ask } = open("greedy", "modest");
  let modest;
  const come = () => {
    modest = ask("modest", 1);
  };
  await Promise.all(
    Array.from({ length: 100 }, (_, at) => ask("greedy", 1000, at === 10 ? come : undefined)),
  );
  await modest;
  assert.equal(done.indexOf("modest"), 11);
});

test("what counts is the cost: small pieces come before large ones", async () => {
  const { done, ask } = open("large", "small");
  const all = Array.from({ length: 10 }, () => [ask("large", 1000), ask("small", 10)]);
  await Promise.all(all.flat());
  assert.equal(done.lastIndexOf("small") < 12, true, done.join());
});

test("who has rested owes nothing, and is owed nothing", async () => {
  const { done, ask } = open("early", "late");
  await Promise.all(Array.from({ length: 5 }, () => ask("early", 1000)));
  await Promise.all(Array.from({ length: 6 }, () => [ask("early", 1000), ask("late", 1000)]).flat());
  const halves = done.slice(5, 11).filter((client) => client === "late");
  assert.ok(halves.length >= 2 && halves.length <= 4, done.join());
});

test("what fails costs only itself, and who leaves waits for nothing", async () => {
  const { turns, done, ask } = open("a", "b");
  const failed = turns.take("a", 1, async () => {
    throw new Error("a fault");
  });
  const left = ask("b", 1);
  turns.leave("b");
  await assert.rejects(failed, /a fault/);
  await ask("a", 1);
  assert.deepEqual(done, ["a"]);
  assert.equal(await Promise.race([left, "nothing"]), "nothing");
});
