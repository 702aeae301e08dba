// Allowing a site by the popup's own button, and the browser's.
//
// Must never know of: pages, posts.

import { openPopup } from "./popup.mjs";

/** Opens the popup by the toolbar's button: for a site that is not ours, the browser tells its address only then. */
export async function openPopupHere(browser, tab) {
  await tab.front();
  await browser.visit(tab);
  return openPopup(browser);
}

/** Presses a button as a hand does: no browser asks its question for less. */
export async function press(popup, button) {
  await popup.front();
  await popup.until(
    `${button} can be pressed`,
    (at) => {
      document.querySelector(at).focus();
      return document.activeElement.matches(at);
    },
    button,
  );
  await popup.press("Enter");
}

/** Allows the site of the tab, and closes the popup. */
export async function allow(browser, tab) {
  const popup = await openPopupHere(browser, tab);
  await press(popup, "#read");
  const asked = await browser.answer("Allow");
  await tab.front();
  await popup.close();
  return asked;
}
