// The texts of the interface in every language: each key is there and used, with the same placeholders, in the forms that the language counts by.
//
// In: the sources. That a key which is used in TypeScript exists is the compiler's business.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { KINDS, shippedOf } from "./harness/index.mjs";

const EXTENSION = new URL("../../extension/", import.meta.url);
const LOCALES = new URL("_locales/", EXTENSION);
/** The stores show no more of a description. */
const LONGEST_DESCRIPTION = 132;
const FORM = /^(.+)_(zero|one|two|few|many|other)$/;

const folders = readdirSync(LOCALES);
const read = (folder) => JSON.parse(readFileSync(new URL(`${folder}/messages.json`, LOCALES), "utf8"));
const english = read("en");

/** Keys that stand for themselves, and the stems of those that depend on a number. */
const keysOf = (messages) => new Set(Object.keys(messages).map((key) => FORM.exec(key)?.[1] ?? key));

/** Keys of places in a row: "4th post". */
const PLACES = new Set(["repeatsTemplate", "repeatsAccount"]);

/** The forms that a language needs for whole numbers. */
function formsOf(language, type) {
  const rules = new Intl.PluralRules(language, { type });
  return new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
}

const placeholdersOf = (text) =>
  [...text.matchAll(/\$(\w+)\$/g)].map(([, name]) => name.toLowerCase()).sort();

const sources = readdirSync(EXTENSION, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|html)$|^manifest.*\.json$/.test(entry.name))
  .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"));

test("every key is used, and every key that markup or manifest names is there", () => {
  const all = sources.join("\n");
  const named = [...all.matchAll(/data-i18n(?:-\w+)?="([^"]*)"|__MSG_(\w+)__/g)].map(([, a, b]) => a ?? b);
  const written = new Set([...named, ...[...all.matchAll(/"(\w+)"/g)].map(([, word]) => word)]);
  const keys = keysOf(english);
  // A key that is put together, as `family_${family}`: a type holds what may stand behind.
  const stems = [...all.matchAll(/`(\w+_)\$\{/g)].map(([, stem]) => stem);
  const ends = [...all.matchAll(/`\$\{\w+\}([A-Z]\w+)`/g)].map(([, end]) => end);
  const isPutTogether = (key) =>
    stems.some((stem) => key.startsWith(stem)) ||
    ends.some((end) => key.endsWith(end) && written.has(key.slice(0, -end.length)));
  assert.deepEqual(
    named.filter((key) => !(key in english)),
    [],
    "no such key",
  );
  assert.deepEqual(
    [...keys].filter((key) => !written.has(key) && !isPutTogether(key)),
    [],
    "nobody uses it",
  );
});

test("a page says nothing but what is in the texts", () => {
  for (const name of readdirSync(EXTENSION).filter((file) => /^(?:popup|sample|try)\.html$/.test(file))) {
    const page = readFileSync(new URL(name, EXTENSION), "utf8");
    const filled = [...page.matchAll(/<(\w+)[^>]*\sdata-i18n="(\w+)"[^>]*>([^<]+)<\/\1>/g)];
    assert.deepEqual(
      filled.map(([, , key]) => key),
      [],
      `${name}: the text stands in messages.json alone`,
    );
  }
});

test("a language's file in the package, put together with the English one, says what the core says in it", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("src/shared/catalogue.ts", EXTENSION))],
    bundle: true,
    format: "esm",
    write: false,
  });
  const { over } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  const whole = new URL("../../target/web/catalogue/", import.meta.url);
  for (const kind of KINDS) {
    const read = (folder, name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const packed = pathToFileURL(`${shippedOf(kind)}/catalogue/`);
    const names = readdirSync(whole);
    assert.deepEqual(readdirSync(packed).sort(), names.sort());
    for (const name of names)
      assert.deepEqual(over(read(packed, "en.json"), read(packed, name)), read(whole, name), name);
  }
});

test("every language of the interface has words for the rules, and the other way round", () => {
  const rules = readdirSync(new URL("../../rules/languages/", import.meta.url)).map((name) =>
    name.replace(/\.toml$/, ""),
  );
  assert.deepEqual(["en", ...rules].sort(), folders.map((folder) => folder.replace("_", "-")).sort());
});

for (const folder of folders) {
  describe(folder, () => {
    const messages = read(folder);
    const language = folder.replace("_", "-");

    test("has every key, and no other", () => {
      assert.deepEqual([...keysOf(messages)].sort(), [...keysOf(english)].sort());
    });

    test("is the language that it says, and is written as it says", () => {
      assert.equal(messages.language.message, language);
      const locale = new Intl.Locale(language);
      assert.equal(messages.direction.message, (locale.getTextInfo?.() ?? locale.textInfo).direction);
    });

    test("says what it fills in, with the placeholders of the English text", () => {
      for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
        const model = english[key] ?? english[key.replace(FORM, "$1_other")];
        assert.notEqual(message.trim(), "", key);
        assert.deepEqual(placeholdersOf(message), placeholdersOf(model.message), key);
        const contents = (of) =>
          Object.fromEntries(Object.entries(of).map(([name, { content }]) => [name, content]));
        assert.deepEqual(contents(placeholders), contents(model.placeholders ?? {}), key);
      }
    });

    test("has every form that its numbers ask for", () => {
      const stems = [...keysOf(messages)].filter((key) => `${key}_other` in english);
      assert.ok(stems.length > 0);
      for (const stem of stems) {
        const type = PLACES.has(stem) ? "ordinal" : "cardinal";
        for (const form of formsOf(language, type)) {
          // Where all places of a row are written alike, one form is enough.
          const isThere =
            `${stem}_${form}` in messages || (type === "ordinal" && `${stem}_other` in messages);
          assert.ok(isThere, `${stem}_${form}`);
        }
      }
    });

    test("describes itself in few enough characters for the stores", () => {
      const { message } = messages.extensionDescription;
      assert.ok(message.length <= LONGEST_DESCRIPTION, `${message.length}: ${message}`);
    });
  });
}
