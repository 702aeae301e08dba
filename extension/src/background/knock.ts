/**
 * Waits until a page knows that it is open to us.
 *
 * For: what runs in a page right after the user has opened it. Chromium tells the page's process of that on one way and orders to run
 * something on another: a busy page may hear of the order first, and refuses it.
 */

import { api } from "../shared/browser";

/** How long to wait after each refusal, in milliseconds. Where the browser itself forbids the page, they are all that is lost. */
const PAUSES = [0, 50, 250];

/** Resolves in any case: where the page cannot be reached at all, the order that follows says why. */
export async function knock(tabId: number): Promise<void> {
  for (const pause of PAUSES) {
    try {
      await api.scripting.executeScript({ target: { tabId }, func: () => undefined });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
