// Settings that several pages of the extension write at once: nothing that anybody changed is lost.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { KINDS, launch } from "./harness/index.mjs";

const PRIVACY = readFileSync(new URL("../../PRIVACY.md", import.meta.url), "utf8");

/** Clicks every other switch of rules and sites as fast as can be, with events in between; gives the ids. */
async function toggleEvery(of, from) {
  const inputs = [...document.querySelectorAll("input[id^='rule-'], input[id^='site-']")].filter(
    (_, index) => index % of === from,
  );
  for (const input of inputs) {
    input.click();
    await new Promise((resolve) => setTimeout(resolve));
  }
  return inputs.map(({ id }) => id);
}

async function readOff() {
  const api = globalThis.browser ?? globalThis.chrome;
  const { settings } = await api.storage.local.get("settings");
  return [
    ...settings.disabledRules.map((id) => `rule-${id}`),
    ...settings.sitesOff.map((id) => `site-${id}`),
  ].sort();
}

const readShown = () =>
  [...document.querySelectorAll("input[id^='rule-'], input[id^='site-']")]
    .filter(({ checked }) => !checked)
    .map(({ id }) => id)
    .sort();

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    before(async () => {
      browser = await launch(kind);
    });
    after(() => browser?.close());

    test("two pages switch off forty things each: all of them are off, in storage and on both pages", async () => {
      const pages = [
        await browser.extensionPage("options.html"),
        await browser.extensionPage("options.html"),
      ];
      for (const page of pages)
        await page.until("the rules are listed", () => document.querySelector("input[id^='rule-']") !== null);
      const ids = await Promise.all(
        pages.map((page, index) => page.evaluate(toggleEvery, pages.length, index)),
      );
      const all = ids.flat().sort();
      assert.ok(all.length >= 80, `${all.length} switches`);
      for (const page of pages) {
        await page.untilEqual("in storage", all, readOff);
        await page.untilEqual("on the page", all, readShown);
      }
      const stored = await pages[0].evaluate(async () => {
        const api = globalThis.browser ?? globalThis.chrome;
        return Object.keys(await api.storage.local.get(null));
      });
      for (const key of stored) assert.ok(PRIVACY.includes(`\`${key}\``), `PRIVACY.md does not name ${key}`);
      for (const page of pages) await page.close();
    });
  });
}
