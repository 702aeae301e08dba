/**
 * Offers to check the selected words, in the context menu and by a key, on any page.
 *
 * In: the user's wish. Out: check.js, run once in that page by activeTab; where the browser lets no script run, or the page lets no card
 * stand, a sign on the toolbar button of that tab, with the reason as its title.
 */

import { api, message } from "../shared/browser";
import { CHECK_SELECTION, GIVEN, NOT_SHOWN } from "../shared/messages";
import { knock } from "./knock";

const SIGN = "!";

export function offerCheck(): void {
  const { contextMenus } = api;
  api.runtime.onInstalled.addListener(() => {
    contextMenus?.create(
      { id: CHECK_SELECTION, title: message("checkSelection"), contexts: ["selection"] },
      () => {
        // After an update the item of the version before may still be there.
        void api.runtime.lastError;
      },
    );
  });
  // Listeners return their work: Firefox gives a background more time while it lasts.
  contextMenus?.onClicked.addListener(async ({ menuItemId, frameId = 0, selectionText }, tab) => {
    if (menuItemId === CHECK_SELECTION && tab?.id !== undefined) await check(tab.id, frameId, selectionText);
  });
  api.commands?.onCommand.addListener(async (command, tab) => {
    if (command === CHECK_SELECTION && tab?.id !== undefined) await check(tab.id, 0);
  });
  api.runtime.onMessage.addListener((sent: unknown, { tab }) => {
    if (sent === NOT_SHOWN && tab?.id !== undefined) void sign(tab.id, message("checkNotShown"));
  });
}

async function check(tabId: number, frameId: number, text?: string): Promise<void> {
  try {
    if ((await api.action.getBadgeText({ tabId })) === SIGN)
      await api.action.setBadgeText({ tabId, text: "" });
    await knock(tabId);
    await run(tabId, frameId).catch(async (error) => {
      // A frame of another site is not part of what the user opened to us; but the menu hands over the words themselves.
      if (frameId === 0 || text === undefined) throw error;
      await api.scripting.executeScript({ target: { tabId }, func: handOver, args: [GIVEN, text] });
      await run(tabId, 0);
    });
  } catch {
    await sign(tabId, message("checkImpossible"));
  }
}

async function sign(tabId: number, title: string): Promise<void> {
  await Promise.allSettled([
    api.action.setBadgeText({ tabId, text: SIGN }),
    api.action.setTitle({ tabId, title }),
  ]);
}

function run(tabId: number, frameId: number): Promise<unknown> {
  return api.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: ["check.js"] });
}

/** Runs in the page, beside check.js. */
function handOver(key: string, text: string): void {
  Object.assign(globalThis, { [Symbol.for(key)]: text });
}
