/**
 * Refuses every regex of the extension that takes more than linear time on some text: pages choose the texts.
 *
 * In: extension/src/. Out: a complaint for each such regex, with a text that shows it, and exit status 1. A regex that is put together at
 * run time cannot be checked, and is refused where BUILT does not name it. Must never know of: what the regexes are for.
 */

import { readdir, readFile } from "node:fs/promises";
import { parse } from "acorn";
import { transform } from "esbuild";
import { check } from "recheck";

const SOURCES = new URL("../extension/src/", import.meta.url);

/** Made of our own match patterns alone, and matched with addresses, which browsers keep short. */
const BUILT = new Set(["sites/index.ts"]);

/** A random search for a slow text would be another one each time. */
const PARAMETERS = { randomSeed: 1, timeout: 60_000 };

const complaints = [];
const files = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith(".ts")).sort();
for (const file of files) {
  const source = await readFile(new URL(file, SOURCES), "utf8");
  const { code } = await transform(source, { loader: "ts", target: "esnext" });
  const tokens = [];
  parse(code, { ecmaVersion: "latest", sourceType: "module", onToken: tokens });
  for (const { value, type } of tokens) {
    if (value === "RegExp" && !BUILT.has(file)) complaints.push(`${file}: a regex that is made at run time`);
    if (type.label !== "regexp") continue;
    const { status, complexity, attack, error } = await check(value.pattern, value.flags, PARAMETERS);
    if (status === "safe") continue;
    const why = error?.kind ?? `${complexity.summary}, by ${attack.pattern}`;
    complaints.push(`${file}: /${value.pattern}/${value.flags}: ${why}`);
  }
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
