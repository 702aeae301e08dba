// Every surface by axe-core: no violation in either theme, narrow or wide.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { readCard } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { openOptions } from "./harness/options.mjs";
import { openPopup } from "./harness/popup.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [360, 1280];

/** What axe finds, each with where it stands. */
async function audit(tab) {
  await tab.evaluate(`() => { if (!window.axe) { ${AXE} } }`);
  return tab.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`),
    );
  });
}

/** How each surface is brought to show all that it has. */
const SURFACES = {
  options: async (browser) => {
    const page = await openOptions(browser);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
      const fill = (id, text) => {
        document.querySelector(`#${id}`).value = text;
        document.querySelector(`#${id}`).form.requestSubmit();
      };
      fill("author", "nobody");
      fill("subject", "$KELP");
      fill("own-text", "to the moon");
    });
    await page.until("what was put in is listed", () => document.querySelector("#spared li") !== null);
    return page;
  },
  popup: async (browser, around) => {
    await around.front();
    const page = await openPopup(browser);
    await page.front();
    return page;
  },
  try: async (browser) => {
    const page = await browser.extensionPage("try.html");
    await page.evaluate(() => {
      const text = document.querySelector("textarea");
      text.value = "Guaranteed profits! $ORBEX is going to 100x, buy now 🚀🚀🚀";
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.until("it is explained", () => document.querySelector("#steps")?.children.length > 0);
    return page;
  },
  sample: async (browser) => {
    const page = await browser.extensionPage("sample.html");
    await page.front();
    await page.until("marks", () => document.querySelectorAll("[data-hypelint]").length > 2);
    return page;
  },
  card: async (browser) => {
    const page = await browser.extensionPage("sample.html");
    await page.front();
    await page.until("marks", () => document.querySelectorAll("[data-hypelint]").length > 2);
    return page;
  },
};

for (const kind of KINDS) {
  for (const dark of [false, true]) {
    describe(`${kind}, ${dark ? "dark" : "light"}`, () => {
      let browser;
      let around;
      before(async () => {
        browser = await launch(kind, { dark, view: { width: 1280, height: 900 } });
        around = await browser.extensionPage("sample.html");
      });
      after(() => browser?.close());

      for (const [name, open] of Object.entries(SURFACES)) {
        test(name, async () => {
          const page = await open(browser, around);
          assert.equal(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches), dark);
          for (const width of WIDTHS) {
            await page.size(width, 900);
            await page.painted();
            if (name === "card") {
              await page.press("Escape");
              await page.press("Alt+Shift+H");
              await page.until("a card", readCard);
              await page.evaluate(() =>
                document.querySelector("html > :popover-open").shadowRoot.querySelector(".unfold").click(),
              );
            }
            assert.deepEqual(await audit(page), [], `at ${width}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${name} is ${wide} pixels wide at ${width}`);
          }
          await page.close();
        });
      }
    });
  }
}
