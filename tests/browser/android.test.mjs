// The background where the browser has no keys and no context menu, as Firefox for Android: in Node, since no such browser runs here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { distOf } from "./harness/index.mjs";

const MISSING = ["commands", "contextMenus"];

/** The browser's API: whatever is asked for is there, answers with nothing, and counts who listens. */
function makeApi(listened) {
  const partOf = (path) =>
    new Proxy(() => Promise.resolve({}), {
      get: (_, name) => {
        if (typeof name === "symbol" || (path === "" && MISSING.includes(name))) return undefined;
        return name === "addListener"
          ? () => listened.push(path)
          : partOf(path === "" ? name : `${path}.${name}`);
      },
    });
  return partOf("");
}

test("it starts, and listens to all that is there", () => {
  const listened = [];
  const scope = createContext({
    browser: makeApi(listened),
    navigator: { locks: { request: async () => undefined } },
    setTimeout,
    clearTimeout,
    performance,
    crypto,
    TextDecoder,
    TextEncoder,
    URL,
  });
  runInContext(readFileSync(join(distOf("firefox"), "background.js"), "utf8"), scope);
  for (const event of [
    "runtime.onConnect",
    "runtime.onInstalled",
    "permissions.onAdded",
    "storage.onChanged",
  ])
    assert.ok(listened.includes(event), `${event} in ${listened}`);
  // Sheets, feedback, notes, states, permissions, the check.
  assert.ok(listened.filter((event) => event === "runtime.onMessage").length >= 6, String(listened));
});
