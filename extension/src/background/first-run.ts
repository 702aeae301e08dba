/**
 * Opens "Try it" once, when the extension comes to a browser; never after an update, nor a second time.
 */

import { api } from "../shared/browser";

/** Set by the build: not where tests look at other pages. */
declare const OPENS_FIRST_RUN: boolean;

export function openFirstRun(): void {
  api.runtime.onInstalled.addListener(async ({ reason }) => {
    if (OPENS_FIRST_RUN && reason === "install")
      await api.tabs.create({ url: api.runtime.getURL("try.html") });
  });
}
