// A copy of the built extension with something in it that goes wrong, where and when the test says.
//
// For: faults that no page and no browser can be made to cause. In: dist/, and what to put in the place of which lines. Out: a folder, and
// the way to remove it. Must never know of: browsers, pages.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distOf } from "./index.mjs";

/** A copy that speaks another language: its texts stand where an English browser looks. */
export function speaking(kind, locale) {
  const copy = altered(kind, {});
  cpSync(join(distOf(kind), "_locales", locale), join(copy.folder, "_locales", "en"), { recursive: true });
  return copy;
}

/** `changes`: { file: [[from, to], …] }; "*.js" is every script with such a line. A line that is not there any more is an error. */
export function altered(kind, changes) {
  const folder = mkdtempSync(join(tmpdir(), "hypelint-altered-"));
  cpSync(distOf(kind), folder, { recursive: true });
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  for (const [file, replacements] of Object.entries(changes)) {
    for (const [from, to] of replacements) {
      const holding = (file === "*.js" ? scripts : [file])
        .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), "utf8") }))
        .filter(({ text }) => text.includes(from));
      assert.ok(holding.length > 0, `${file} holds no ${from}`);
      for (const { path, text } of holding)
        writeFileSync(
          path,
          text.replace(from, () => to),
        );
    }
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
