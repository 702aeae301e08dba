/**
 * Puts the style of marks into a frame, and takes it out again, when the script there says so.
 *
 * A style sheet that the manifest names stands in every page of its sites, on or off, and tells each of them that the extension is there;
 * one that a page adopts is the page's to see and to remove. This one is neither. In: wishes of frames, each with the name of its sheet.
 * Out: the browser's own list of inserted sheets; nothing is kept here.
 */

import { isRecord } from "../settings/settings";
import { api } from "../shared/browser";
import { isName, styleFor } from "../shared/marks-style";
import type { SheetWish } from "../shared/messages";
import { patternFor } from "../sites/origins";

export function handOutSheets(): void {
  api.runtime.onMessage.addListener((sent: unknown, sender, answer: (isDone: boolean) => void): boolean => {
    if (!isWish(sent)) return false;
    fulfil(sent, sender).then(answer, () => answer(false)); // the frame has gone
    return true;
  });
}

async function fulfil(
  { sheet, present }: SheetWish,
  { tab, frameId, url }: chrome.runtime.MessageSender,
): Promise<boolean> {
  if (tab?.id === undefined || frameId === undefined || url === undefined) return false;
  // Of a site that the user has taken back, Chromium would keep the wish, and do it at the next click on the toolbar, in the popup's place.
  if (!(await api.permissions.contains({ origins: [patternFor(new URL(url))] }))) return false;
  const injection = { target: { tabId: tab.id, frameIds: [frameId] }, css: styleFor(sheet) };
  await (present ? api.scripting.insertCSS(injection) : api.scripting.removeCSS(injection));
  return true;
}

function isWish(sent: unknown): sent is SheetWish {
  return isRecord(sent) && isName(sent["sheet"]) && typeof sent["present"] === "boolean";
}
