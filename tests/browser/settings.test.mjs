// Settings that several pages of the extension write at once: nothing that anybody changed is lost.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { readCard } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { clearStored, openOptions, writeStored } from "./harness/options.mjs";
import { pageNamed } from "./harness/pages.mjs";

const X = pageNamed("x");

const PRIVACY = readFileSync(new URL("../../PRIVACY.md", import.meta.url), "utf8");

/** Switches every other rule and site off as fast as can be, with events in between; gives the ids. */
async function toggleEvery(of, from) {
  const inputs = [...document.querySelectorAll("select[id^='rule-'], input[id^='site-']")].filter(
    (_, index) => index % of === from,
  );
  for (const input of inputs) {
    if (input.type === "checkbox") input.click();
    else {
      input.value = "off";
      input.dispatchEvent(new Event("change"));
    }
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

/** Switches a dozen rules off, and takes the next turn after each; gives those that storage did not hold by then. */
async function switchInTurns() {
  const api = globalThis.browser ?? globalThis.chrome;
  const turns = [...document.querySelectorAll("select[id^='rule-']")].slice(0, 12).map((select) => {
    select.value = "off";
    select.dispatchEvent(new Event("change"));
    return navigator.locks.request("settings", async () => {
      const { settings } = await api.storage.local.get("settings");
      return settings?.disabledRules.includes(select.id.slice("rule-".length)) ? [] : [select.id];
    });
  });
  return (await Promise.all(turns)).flat();
}

async function readSettings() {
  const api = globalThis.browser ?? globalThis.chrome;
  return (await api.storage.local.get("settings")).settings;
}

/** Presses the first button of the card, “Not hype”, if one is open. */
function pressFirst() {
  const card = document.querySelector("html > :popover-open")?.shadowRoot;
  card?.querySelector("button").click();
  return card !== undefined;
}

const readShown = () =>
  [...document.querySelectorAll("select[id^='rule-'], input[id^='site-']")]
    .filter(({ value, checked }) => value === "off" || checked === false)
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
      const pages = [await openOptions(browser), await openOptions(browser)];
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

    test("cards on two sites and the options page write at once: nothing is lost", async () => {
      const options = await openOptions(browser);
      await options.evaluate(clearStored);
      const tabs = [await browser.open(X), await browser.extensionPage("sample.html")];
      const open = async (tab) => {
        await tab.front();
        await tab.until("marks", () => document.querySelector("[data-hypelint]") !== null);
        await tab.press("Alt+Shift+H");
        await tab.until("a card", readCard);
      };
      for (const tab of tabs) await open(tab);
      // The cards first: other settings close them. What they write is under way when the switches are pressed.
      const pressed = await Promise.all(tabs.map((tab) => tab.evaluate(pressFirst)));
      for (const tab of tabs.filter((_, index) => !pressed[index])) {
        // What the other has written has closed this one already.
        await open(tab);
        assert.ok(await tab.evaluate(pressFirst));
      }
      const ids = await options.evaluate(toggleEvery, 2, 0);
      await options.untilEqual("all switches are off", ids.sort(), readOff);
      await options.until(
        "both posts are kept",
        `async () => (await (${readSettings})()).notHype.length === 2`,
      );
      for (const tab of [options, ...tabs]) await tab.close();
    });

    test("each change queues for its turn at once: a page that is closed when the next turn comes has lost nothing", async () => {
      const options = await openOptions(browser);
      await options.evaluate(clearStored);
      assert.deepEqual(await options.evaluate(switchInTurns), []);
      await options.close();
    });

    const V1 = {
      version: 1,
      on: true,
      sensitivity: 35,
      categories: { pump: true, claim: false },
      sitesOff: ["bluesky"],
      disabledRules: ["price-card"],
    };
    const V2 = {
      apart: { pump: 40, claim: 60 },
      pausedUntil: 7,
      notHype: ["words"],
      trustedAuthors: ["x/ann"],
      ignoredSubjects: ["$ORBEX"],
    };
    const NEW = {
      strictRules: [],
      mildRules: [],
      ownRules: [],
      appearance: { underline: true, highlight: false, edge: true, post: "plain" },
      sync: false,
    };
    const { mildRules, ...V3 } = { ...V2, ...NEW, strictRules: ["urgent"], version: 3 };
    for (const [stored, besides] of [
      [V1, { apart: null, pausedUntil: 0, notHype: [], trustedAuthors: [], ignoredSubjects: [], ...NEW }],
      [{ ...V1, ...V2, version: 2 }, NEW],
      [{ ...V1, ...V3 }, { mildRules }],
    ]) {
      test(`settings of version ${stored.version} keep what was set`, async () => {
        const options = await browser.extensionPage("options.html");
        await options.evaluate(writeStored, "local", { settings: stored });
        await options.untilEqual("the slider", "35", () => document.querySelector("#sensitivity").value);
        assert.equal(await options.evaluate(() => document.querySelector("#notice").hidden), true);
        await options.evaluate(() => document.querySelector("#claim").click());
        await options.until("they are written", `async () => (await (${readSettings})()).version === 4`);
        assert.deepEqual(await options.evaluate(readSettings), {
          ...stored,
          ...besides,
          version: 4,
          categories: { pump: true, claim: true },
        });
        await options.close();
      });
    }

    test("damaged settings keep all that can be read", async () => {
      const options = await browser.extensionPage("options.html");
      const damaged = {
        ...V1,
        ...V2,
        ...NEW,
        version: 4,
        notHype: "x",
        trustedAuthors: [7, "x/ann", null],
        appearance: { underline: 3, post: "gone", edge: false },
      };
      await options.evaluate(writeStored, "local", { settings: damaged });
      await options.until("it says so", () => !document.querySelector("#notice").hidden);
      await options.untilEqual("what can be read is kept", ["x/ann", "$ORBEX"], () =>
        [...document.querySelectorAll("#spared li span")].map(({ textContent }) => textContent),
      );
      assert.deepEqual(
        await options.evaluate(() =>
          ["underline", "edge"].map((id) => document.querySelector(`#${id}`).checked),
        ),
        [true, false],
      );
      await options.close();
    });
  });
}
