// The popup, opened in a tab behind the site's: it then speaks of the site's tab, as a real popup does.
//
// Must never know of: pages, posts.

import { shown } from "./in-page.mjs";

/** Opens the popup for the tab in front, and waits until it has heard from it. */
export async function openPopup(browser) {
  const popup = await browser.extensionPage("popup.html", { behind: true });
  await popup.until(
    "the popup speaks of the tab",
    () => document.querySelector("#counts")?.textContent !== "",
  );
  return popup;
}

/** Moves the slider with the keyboard, from the end that is nearest. The site's tab stays in front. */
export async function slide(popup, sensitivity) {
  await popup.evaluate(() => document.querySelector("#sensitivity").focus());
  const [first, page, key, steps] =
    sensitivity > 50
      ? ["End", "PageDown", "ArrowDown", 100 - sensitivity]
      : ["Home", "PageUp", "ArrowUp", sensitivity];
  await popup.press(first);
  // A page is a tenth of the scale.
  for (let step = 0; step < Math.floor(steps / 10); step += 1) await popup.press(page);
  for (let step = 0; step < steps % 10; step += 1) await popup.press(key);
  await popup.untilEqual(
    "the slider stands there",
    String(sensitivity),
    () => document.querySelector("#sensitivity").value,
  );
}

/** Sets a switch as a reader would: by clicking it. */
export async function change(popup, selector, wanted) {
  await popup.until(`${selector} can be used`, (at) => !document.querySelector(at).disabled, selector);
  await popup.evaluate(
    async (at, value) => {
      const input = document.querySelector(at);
      if (input.checked !== value) input.click();
      // A popup that is closed before it has written has changed nothing.
      await navigator.locks.request("settings", () => undefined);
    },
    selector,
    wanted,
  );
}

/** The numbers of "12 posts read, 3 marked". */
export function readCounts() {
  return document.querySelector("#counts").textContent.match(/\d+/g)?.map(Number) ?? [];
}

/** All that the popup says. */
export function popupText() {
  return shown(document.body);
}

/** Waits until the popup says something that a pattern finds. */
export function says(popup, pattern) {
  return popup.until(
    `the popup says ${pattern}`,
    (source) => new RegExp(source, "i").test(shown(document.body)),
    pattern.source,
  );
}

/** What the manifest's command does: no browser under test lets a key reach it. The message is the one that the background sends. */
export function nextCard(popup) {
  return popup.evaluate(async () => {
    const api = globalThis.browser ?? globalThis.chrome;
    const tabs = await api.tabs.query({ currentWindow: true });
    const front = tabs.find((tab) => tab.active);
    await api.tabs.sendMessage(front.id, "next-card");
  });
}
