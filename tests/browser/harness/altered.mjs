// A copy of the built extension with something in it that goes wrong, where and when the test says.
//
// For: faults that no page and no browser can be made to cause. In: dist/, and what to put in the place of which lines. Out: a folder, and
// the way to remove it. Must never know of: browsers, pages.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distOf } from "./index.mjs";

/** A copy that speaks another language: its texts stand where an English browser looks. */
export function speaking(kind, locale) {
  const copy = altered(kind, {});
  cpSync(join(distOf(kind), "_locales", locale), join(copy.folder, "_locales", "en"), { recursive: true });
  return copy;
}

/** `changes`: { file: [[from, to], …] }. A line that is not there any more is an error. */
export function altered(kind, changes) {
  const folder = mkdtempSync(join(tmpdir(), "hypelint-altered-"));
  cpSync(distOf(kind), folder, { recursive: true });
  for (const [file, replacements] of Object.entries(changes)) {
    const path = join(folder, file);
    let text = readFileSync(path, "utf8");
    for (const [from, to] of replacements) {
      assert.ok(text.includes(from), `${file} holds no ${from}`);
      text = text.replace(from, () => to);
    }
    writeFileSync(path, text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
