/**
 * The sites that the user allows beyond those in the manifest.
 *
 * The browser's list of permissions is the only record of them: what it says, the background follows. In: permissions that come and go,
 * whoever changes them (the popup, the browser's own settings). Out: one registered content script for exactly these sites, which
 * browsers keep when they are closed; reading that starts at once in open tabs, and ends there.
 */

import { api } from "../shared/browser";
import { BEGUN, RESUMED, type Revoked } from "../shared/messages";
import { allowedOrigins, patternFor } from "../sites/origins";
import { knock } from "./knock";

const SCRIPT = "allowed";
const FILES = ["content.js"];

/** Follows the permissions from now on. Listeners return their work: Firefox gives a background more time while it lasts. */
export function followPermissions(): void {
  // An update of the extension takes registered scripts away.
  api.runtime.onInstalled.addListener(() => inTurn(register));
  api.permissions.onAdded.addListener(({ origins = [] }) =>
    inTurn(async () => {
      const allowed = await register();
      await begin(origins.length > 0 ? origins : allowed);
      await api.runtime.sendMessage(BEGUN).catch(() => undefined); // no popup is open
    }),
  );
  api.runtime.onMessage.addListener((sent: unknown, sender) => {
    if (sent === RESUMED) void review(sender);
  });
  api.permissions.onRemoved.addListener(({ origins = [] }) =>
    inTurn(async () => {
      await end(origins);
      await register();
    }),
  );
}

/** Tells a page that comes back from the back/forward cache if its site was taken back meanwhile. */
async function review({ tab, url }: chrome.runtime.MessageSender): Promise<void> {
  if (tab?.id === undefined || url === undefined) return;
  const origins = [patternFor(new URL(url))];
  if (await api.permissions.contains({ origins })) return;
  await api.tabs.sendMessage<Revoked>(tab.id, { revoked: origins }).catch(() => undefined); // it has gone again
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: each looks at what is registered before it changes that. */
function inTurn(work: () => Promise<unknown>): Promise<unknown> {
  last = last.then(work, work);
  return last;
}

/** Registers the content script for all allowed sites, and no other; returns these. */
async function register(): Promise<string[]> {
  const allowed = await allowedOrigins();
  const registered = (await api.scripting.getRegisteredContentScripts({ ids: [SCRIPT] })).length > 0;
  if (allowed.length > 0) {
    const script = { id: SCRIPT, js: FILES, matches: allowed, runAt: "document_idle" as const };
    await (registered
      ? api.scripting.updateContentScripts([script])
      : api.scripting.registerContentScripts([script]));
  } else if (registered) {
    await api.scripting.unregisterContentScripts({ ids: [SCRIPT] });
  }
  return allowed;
}

/** Starts to read in tabs that are open already. */
async function begin(origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const tabs = await api.tabs.query({ url: [...origins], discarded: false });
  await Promise.allSettled(
    tabs.map(async ({ id: tabId }) => {
      if (tabId === undefined) return;
      await knock(tabId);
      await api.scripting.executeScript({ target: { tabId }, files: FILES });
    }),
  );
}

/** Tells every tab: which of them showed such a site is no longer ours to know. */
async function end(origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const revoked: Revoked = { revoked: [...origins] };
  const tabs = await api.tabs.query({});
  await Promise.allSettled(tabs.map(({ id }) => id !== undefined && api.tabs.sendMessage(id, revoked)));
}
