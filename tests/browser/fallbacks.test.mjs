// A site has changed its markup: a page of every site once more, with that renamed which its adapter's first selector of posts relies
// on. Another selector has to find the same posts, with the same words and the same marks.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { compare } from "./harness/core.mjs";
import { everySite } from "./harness/everysite.mjs";
import { readFlagged, readMarks } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { broken, flagsOf, PAGES } from "./harness/pages.mjs";
import { ADAPTERS, adapterFor, readPosts } from "./harness/reading.mjs";

/** Sites of which nothing else is known that would tell a post: here the popup says that the layout is not understood. */
const NO_FALLBACK = ["threads"];

const texts = (posts) =>
  posts
    .map(({ text }) => text)
    .filter((text) => text !== "")
    .sort();

const BREAKABLE = PAGES.filter(({ breaks }) => breaks !== undefined);

test("every site has a page that says what breaks its first selector", () => {
  const breakable = new Set(BREAKABLE.map(({ url }) => adapterFor(url)));
  const others = ADAPTERS.filter((adapter) => !breakable.has(adapter));
  assert.deepEqual(
    others.map(({ id }) => id),
    NO_FALLBACK,
  );
});

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let extension;
    before(async () => {
      extension = everySite(kind);
      browser = await launch(kind, { extension: extension.folder });
    });
    after(async () => {
      await browser?.close();
      extension.remove();
    });

    for (const page of BREAKABLE) {
      test(`${page.name} is read though its markup has changed`, async () => {
        const changed = broken(page);
        const { posts } = changed;
        const tab = await browser.open(changed);
        try {
          const [first] = adapterFor(page.url).posts;
          const count = (selector) => document.querySelectorAll(selector).length;
          assert.equal(await tab.evaluate(count, first), 0, `${first} still finds something`);
          assert.deepEqual(texts(await tab.evaluate(readPosts)), texts(posts));

          const flags = flagsOf(posts);
          await tab.untilEqual("the flagged posts", flags, readFlagged, posts);
          const marks = await tab.evaluate(readMarks, posts);
          for (const { id, text } of posts) assert.deepEqual(compare(text, marks[id] ?? {}), [], id);
        } finally {
          await tab.close();
        }
      });
    }
  });
}
