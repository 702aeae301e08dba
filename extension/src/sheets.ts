/**
 * Puts the style of marks into a frame, and takes it out again, when the script there says so.
 *
 * A style sheet that the manifest names stands in every page of its sites, on or off, and tells each of them that the extension is there;
 * one that a page adopts is the page's to see and to remove. This one is neither. In: wishes of frames, each with the name of its sheet.
 * Out: the browser's own list of inserted sheets; nothing is kept here.
 */

import { api } from "./browser";
import { isName, styleFor } from "./marks-style";
import type { SheetWish } from "./messages";
import { isRecord } from "./settings";

export function handOutSheets(): void {
  api.runtime.onMessage.addListener(
    (sent: unknown, { tab, frameId }, answer: (isDone: boolean) => void): boolean => {
      if (!isWish(sent) || tab?.id === undefined || frameId === undefined) return false;
      const injection = {
        target: { tabId: tab.id, frameIds: [frameId] },
        css: styleFor(sent.sheet),
      };
      const done = sent.present ? api.scripting.insertCSS(injection) : api.scripting.removeCSS(injection);
      done.then(
        () => answer(true),
        () => answer(false), // the frame has gone, or is no longer ours
      );
      return true;
    },
  );
}

function isWish(sent: unknown): sent is SheetWish {
  return isRecord(sent) && isName(sent["sheet"]) && typeof sent["present"] === "boolean";
}
