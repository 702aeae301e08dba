/**
 * The keys as they are bound just now: the browser lets people change them, and other extensions may have taken some.
 *
 * In: the manifest's commands, as the browser knows them; markup with `data-keys` (the list) and `data-change-keys` (a button). Out: the
 * same, filled in. Must never know of: what the commands do.
 */

import { api } from "../../shared/browser";

/** Firefox opens its own page for this; Chromium has an address for it. */
type Commands = typeof api.commands & { openShortcutSettings?: () => Promise<void> };
const CHROMIUM_KEYS = "chrome://extensions/shortcuts";

export async function nameKeys(page: Document): Promise<void> {
  // Firefox for Android has no keys.
  const commands: Commands | undefined = api.commands;
  if (commands === undefined) return;
  const all = await commands.getAll();
  const bound = all.flatMap(({ shortcut = "", description = "" }) =>
    shortcut === "" || description === "" ? [] : [{ shortcut, description }],
  );
  for (const list of page.querySelectorAll<HTMLElement>("[data-keys]")) {
    list.replaceChildren(
      ...bound.map(({ shortcut, description }) => {
        const item = document.createElement("li");
        const key = document.createElement("kbd");
        key.textContent = shortcut;
        item.append(key, " ", description);
        return item;
      }),
    );
  }
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-change-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      void (commands.openShortcutSettings?.() ?? api.tabs.create({ url: CHROMIUM_KEYS }));
    });
  }
}
