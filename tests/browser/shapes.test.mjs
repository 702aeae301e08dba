// Whatever stands in storage, however old, damaged or hostile, becomes settings that are whole; and what a port brings is a question that
// makes sense, or none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROUNDS = process.env.LONG ? 1_000_000 : 20_000;

const { outputFiles } = await build({
  stdin: {
    contents:
      'export * from "./settings/settings"; export { parse } from "./settings/schema"; export { parseRequest } from "./engine/requests";',
    loader: "ts",
    resolveDir: fileURLToPath(new URL("../../extension/src/", import.meta.url)),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { DEFAULTS, parse, parseRequest, isPaused } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);

/** The same in each run. */
let state = 1;
const below = (bound) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
const pick = (list) => list[below(list.length)];

const LEAVES = [
  null,
  undefined,
  true,
  false,
  0,
  1,
  2,
  -1,
  50,
  100,
  101,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0.5,
  "",
  "x",
  "pump",
  "__proto__",
  "constructor",
  "\ud800",
  "a".repeat(300),
];

function value(depth = 0) {
  switch (depth > 2 ? 0 : below(4)) {
    case 1:
      return Array.from({ length: below(4) }, () => value(depth + 1));
    case 2:
      return Object.fromEntries(
        Array.from({ length: below(5) }, () => [
          pick([
            ...Object.keys(DEFAULTS),
            "pump",
            "claim",
            "id",
            "kind",
            "texts",
            "text",
            "disabledRules",
            "strictRules",
            "mildRules",
            "__proto__",
            "toString",
          ]),
          value(depth + 1),
        ]),
      );
    default:
      return pick(LEAVES);
  }
}

/** Settings in which one thing is as it should not be, or all of it. */
const stored = () =>
  below(3) === 0
    ? value()
    : { ...DEFAULTS, version: pick([1, 2, 3, 4, 5]), [pick(Object.keys(DEFAULTS))]: value() };

test("whatever is stored becomes whole settings, and these are whole the next time", () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = stored();
    const { settings } = parse(before);
    assert.deepEqual(Object.keys(settings).sort(), Object.keys(DEFAULTS).sort());
    assert.deepEqual(parse(structuredClone(settings)), { settings, problems: [] });
    assert.equal(typeof isPaused(settings), "boolean");
    const { disabledRules, strictRules, mildRules } = settings;
    const rules = { disabledRules, strictRules, mildRules };
    const asked = { id: 1, kind: "score", texts: [], rules, edition: "" };
    assert.ok(parseRequest(asked), "the core can be asked with them");
  }
});

test("whatever a port brings is a question of the right shape, or none", () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const sent = {
      id: pick([1, value()]),
      kind: pick(["score", "report", "catalogue", "words", "wasm", "toString", value()]),
      texts: pick([["a"], value()]),
      text: pick(["a", value()]),
      rules: pick([
        { disabledRules: [], strictRules: [], mildRules: [] },
        { disabledRules: value(), strictRules: value(), mildRules: value() },
        value(),
      ]),
      edition: pick(["", value()]),
    };
    const request = parseRequest(sent);
    if (request === undefined) continue;
    assert.ok(Number.isSafeInteger(request.id));
    if (request.kind === "score") assert.ok(request.texts.every((text) => typeof text === "string"));
    if (request.kind === "report") assert.equal(typeof request.text, "string");
  }
});
