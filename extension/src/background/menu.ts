/**
 * Offers "This is hype" in the context menu, on the pages that are read.
 *
 * In: the user's choice. Out: a message to the page, which knows what lay under the pointer. The item stands where the check of selected
 * words does not: with both, browsers would put a menu between.
 */

import { api, message } from "../shared/browser";
import { CALL_HYPE } from "../shared/messages";
import { allowedOrigins } from "../sites/origins";

const CONTEXTS: ["page", "link", "image", "video", "audio"] = ["page", "link", "image", "video", "audio"];

export function offerHype(): void {
  const { contextMenus } = api;
  if (contextMenus === undefined) return;
  api.runtime.onInstalled.addListener(async () => {
    const item = { id: CALL_HYPE, title: message("callHype"), contexts: CONTEXTS };
    contextMenus.create({ ...item, documentUrlPatterns: await readPages() }, () => {
      // After an update the item of the version before may still be there.
      void api.runtime.lastError;
    });
  });
  const follow = async (): Promise<void> => {
    await contextMenus.update(CALL_HYPE, { documentUrlPatterns: await readPages() });
  };
  api.permissions.onAdded.addListener(follow);
  api.permissions.onRemoved.addListener(follow);
  contextMenus.onClicked.addListener(async ({ menuItemId, frameId = 0 }, tab) => {
    if (menuItemId !== CALL_HYPE || tab?.id === undefined) return;
    // Where nothing of ours runs, nobody answers.
    await api.tabs.sendMessage(tab.id, CALL_HYPE, { frameId }).catch(() => undefined);
  });
}

/** The sites of the manifest, and those that the user has allowed. */
async function readPages(): Promise<string[]> {
  const { content_scripts = [] } = api.runtime.getManifest();
  return [...content_scripts.flatMap(({ matches = [] }) => matches), ...(await allowedOrigins())];
}
