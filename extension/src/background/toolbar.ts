/**
 * The toolbar button of each tab: how many posts are marked there, and whether any are read at all.
 *
 * In: the state that a tab's own script tells at every change. Out: badge, icon and title of that tab. Keeps nothing: browsers keep what is
 * shown, and forget it when the tab goes to another page; then the manifest's own icon says that nothing is read.
 */

import { api, type MessageKey, message } from "../shared/browser";
import { isTabState, type State, type TabState } from "../shared/messages";

const SIZES = [16, 32, 48];
/** Dark on the browser's light toolbars and on dark ones: the icon's own ground. */
const BADGE = { ground: "#3a2f7c", ink: "#ffffff" };
/** A badge has room for four characters. */
const MOST_SHOWN = 999;

const TITLES: Record<Exclude<State, "reading">, MessageKey> = {
  off: "countsOff",
  "site-off": "countsSiteOff",
  paused: "toolbarPaused",
  failed: "countsFailed",
  left: "countsUnread",
};

/** One after the other: an icon is shown when it has been decoded, and a later state must not be overtaken by an earlier one. */
let last: Promise<void> = Promise.resolve();

export function showStates(): void {
  api.runtime.onMessage.addListener((sent: unknown, { tab }) => {
    const tabId = tab?.id;
    if (!isTabState(sent) || tabId === undefined) return;
    // It fails where the tab has gone, or the browser has no badges (Firefox for Android).
    last = last.then(() => show(tabId, sent)).catch(() => undefined);
  });
}

async function show(tabId: number, { tabState, marked }: TabState): Promise<void> {
  const isReading = tabState === "reading";
  const name = isReading ? "" : "quiet-";
  const path = Object.fromEntries(SIZES.map((size) => [size, `/icons/${name}${size}.png`]));
  await api.action.setTitle({ tabId, title: titleOf(tabState, marked) });
  await api.action.setIcon({ tabId, path });
  await api.action.setBadgeBackgroundColor({ tabId, color: BADGE.ground });
  await api.action.setBadgeTextColor({ tabId, color: BADGE.ink });
  await api.action.setBadgeText({ tabId, text: isReading ? badgeOf(marked) : "" });
}

function badgeOf(marked: number): string {
  if (marked === 0) return "";
  return marked > MOST_SHOWN ? `${MOST_SHOWN}+` : String(marked);
}

function titleOf(state: State, marked: number): string {
  const text = state === "reading" ? message("toolbarMarked", String(marked)) : message(TITLES[state]);
  return message("toolbarTitle", text);
}
