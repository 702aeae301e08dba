// The settings of a page of the extension, by themselves and in Node: what other pages write while it opens. No browser can be told when to answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./harness/bundled.mjs";

/** A storage that reads at once, answers when it is told to, and announces what is written to those who listen by then. */
function makeStorage() {
  let settings;
  const listeners = new Set();
  const answers = [];
  const local = {
    get: () => {
      const stored = settings === undefined ? {} : { settings };
      return new Promise((resolve, reject) => {
        answers.push({ give: () => resolve(stored), refuse: reject });
      });
    },
    onChanged: {
      addListener: (listener) => listeners.add(listener),
      removeListener: (listener) => listeners.delete(listener),
    },
  };
  const write = (sensitivity) => {
    settings = { version: 4, ...DEFAULTS, sensitivity };
    for (const listener of listeners) listener({ settings: { newValue: settings } });
  };
  return { local, write, answers };
}

const storage = makeStorage();
globalThis.chrome = { storage: { local: storage.local } };
const { DEFAULTS, openStore } = await bundled("pages/parts/store.ts", "settings/schema.ts");

/** Opens a page's settings; gives what it has shown, in order, and the storage's answer that it waits for. */
function open() {
  const shown = [];
  const opened = openStore(({ settings }) => shown.push(settings.sensitivity));
  return { shown, opened, answer: storage.answers.pop() };
}

test("what stands in storage is shown, and what is written later", async () => {
  storage.write(20);
  const { shown, opened, answer } = open();
  answer.give();
  const store = await opened;
  storage.write(30);
  assert.deepEqual(shown, [20, 30]);
  assert.equal(store.settings.sensitivity, 30);
});

test("what is written while a page asks is shown, and the older answer is not shown after it", async () => {
  storage.write(20);
  const { shown, opened, answer } = open();
  storage.write(27);
  answer.give();
  assert.equal((await opened).settings.sensitivity, 27);
  assert.deepEqual(shown, [27]);
});

test("a storage that cannot be read has the defaults stand in, and what is written later is shown all the same", async () => {
  const { shown, opened, answer } = open();
  answer.refuse(new Error("cannot be read"));
  const store = await opened;
  assert.deepEqual([store.settings.sensitivity, store.problem], [50, true]);
  storage.write(35);
  assert.deepEqual([store.settings.sensitivity, store.problem], [35, false]);
  assert.deepEqual(shown, [50, 35]);
});
