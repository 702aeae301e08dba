// Forms around posts, with fields that are named as the DOM's own properties are: `<input name="parentElement">` hides its form's own
// `parentElement` from whoever asks, and leads a walk outwards in a circle. What the adapters find has to be the same.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BOARDS } from "../pages/boards.mjs";
import { ELSEWHERE } from "../pages/elsewhere.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { documentOf, pageNamed } from "./harness/pages.mjs";
import { readPosts } from "./harness/reading.mjs";

const NAMES = "parentElement parentNode closest matches querySelector querySelectorAll children contains id";

/** Puts a form around all that the page shows. */
function surround(names) {
  const form = document.createElement("form");
  const content = [...document.body.childNodes];
  for (const name of names.split(" ")) {
    const field = document.createElement("input");
    [field.type, field.name] = ["hidden", name];
    form.append(field);
  }
  Element.prototype.append.call(form, ...content);
  document.body.append(form);
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    for (const page of [pageNamed("substack"), pageNamed("x"), ...ELSEWHERE, ...BOARDS]) {
      test(`${page.name ?? page.url} in a form is read as without`, async () => {
        const tab = await browser.open({ ...page, body: documentOf(page), csp: undefined });
        const before = await tab.evaluate(readPosts);
        assert.ok(before.length > 0);
        await tab.evaluate(surround, NAMES);
        assert.deepEqual(await tab.evaluate(readPosts), before);
        await tab.close();
      });
    }
  });
}
