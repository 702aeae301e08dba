// Strict Content-Security-Policies: whatever a site forbids its own page, marks, card and switches work, and nothing of ours breaks the
// policy: the page hears of no violation, and its report-uri of none either.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { NO_TRACES, readCardPlace, readComplaints, readFlagged, readTraces } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { file, flagsOf, pageNamed } from "./harness/pages.mjs";
import { change, openPopup } from "./harness/popup.mjs";

const REPORTS = "reports.example:443";
const REPORT = "report-uri https://reports.example/csp";

const POLICIES = {
  "nothing at all": "default-src 'none'",
  "Trusted Types, and none of them": "require-trusted-types-for 'script'; trusted-types 'none'",
  "Trusted Types, and nothing else at all":
    "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "a nonce and strict-dynamic":
    "script-src 'nonce-c2VjcmV0' 'strict-dynamic'; style-src 'nonce-c2VjcmV0'; object-src 'none'; base-uri 'none'",
};

/** A site whose policy is unknown to its adapter: the core must not be tried where the page might hear of it. */
const strict = pageNamed("stocktwits");
const pages = [
  ...Object.entries(POLICIES).map(([name, csp]) => ({
    ...strict,
    name,
    csp: `${csp}; ${REPORT}`,
    // The site's own script and style would break most of these policies themselves.
    body: file(strict.html).replace(/<script.*?<\/script>|<link.*?>/gs, ""),
    preload: `(${listen})()`,
  })),
  { ...pageNamed("x"), name: "X's own", preload: `(${listen})()` },
];

/** What the site's script keeps elsewhere: runs ahead of everything, past the policy. */
function listen() {
  window.page = { violations: [], errors: [], pristine: "" };
  document.addEventListener("securitypolicyviolation", (event) => {
    window.page.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
  document.addEventListener("DOMContentLoaded", () => {
    window.page.pristine = document.documentElement.outerHTML;
  });
}

/** Breaks each of these policies on purpose: when its report has come, every report that was sent before has come as well. */
function breakPolicy() {
  try {
    document.body.setAttribute("onclick", "1");
  } catch {
    // Trusted Types throw.
  }
}

/** How a post's bar and the open card look: both are styled by sheets that the page's policy might have refused. */
function readStyles({ posts, id }) {
  const post = document.querySelector(posts.find((one) => one.id === id).at);
  const host = document.querySelector("html > :popover-open");
  const { position } = getComputedStyle(host);
  const { borderRadius } = getComputedStyle(host.shadowRoot.firstElementChild);
  return { bar: getComputedStyle(post).boxShadow.includes("inset"), position, borderRadius };
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    for (const page of pages) {
      test(page.name, { timeout: 180_000 }, async () => {
        const { posts } = page;
        const flags = flagsOf(posts);
        browser.left();
        const tab = await browser.open(page);
        await tab.untilEqual("marks", flags, readFlagged, posts);

        const { id } = posts.find(({ flagged }) => flagged.length > 0);
        await openCard(tab, posts, id);
        assert.deepEqual(await tab.evaluate(readCardPlace), { words: true, hidden: 0, inWindow: true });
        assert.deepEqual(await tab.evaluate(readStyles, { posts, id }), {
          bar: true,
          position: "fixed",
          borderRadius: "12px",
        });
        await tab.press("Escape");

        const popup = await openPopup(browser);
        await change(popup, "#on", false);
        await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
        await change(popup, "#on", true);
        await tab.untilEqual("marks again", flags, readFlagged, posts);
        await popup.close();

        assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
        assert.deepEqual(tab.errors, []);
        assert.deepEqual(browser.left(), []);
        // The policy was in force all the time, and both would have told of it.
        await tab.evaluate(breakPolicy);
        await browser.leaves(REPORTS);
        assert.deepEqual(new Set(browser.left()), new Set([REPORTS]));
        assert.notDeepEqual((await tab.evaluate(readComplaints)).violations, []);
        await tab.close();
      });
    }
  });
}
