/**
 * The browser's extension API under one name: Firefox calls it `browser`, Chromium `chrome`; both answer with promises.
 *
 * Nothing else in the extension may reach for either global.
 */

import type messages from "../../_locales/en/messages.json";

/** Firefox for Android has no keys and no context menu. */
type Api = Omit<typeof chrome, "commands" | "contextMenus"> &
  Partial<Pick<typeof chrome, "commands" | "contextMenus">>;

type Key = keyof typeof messages;
/** The stem of texts that depend on a number: `read` of `read_one`, `read_other`, and whatever forms a language has beside these. */
export type PluralKey = Key extends infer K ? (K extends `${infer Stem}_other` ? Stem : never) : never;
export type MessageKey = Exclude<Key, `${PluralKey}_${Intl.LDMLPluralRule}`>;

const scope = globalThis as { browser?: Api; chrome: Api };

// Own properties only: `<img id="browser">` makes a page's image answer to that name in Chromium, here too.
export const api: Api =
  Object.hasOwn(scope, "browser") && scope.browser !== undefined ? scope.browser : scope.chrome;

/** A text of the interface in the reader's language; `values` fill its placeholders. */
export function message(key: MessageKey, ...values: string[]): string {
  return api.i18n.getMessage(key, values);
}

/** False once the extension was updated, reloaded or removed while this script lived on in an open page. */
export function alive(): boolean {
  try {
    return api.runtime?.id !== undefined;
  } catch {
    return false;
  }
}

/** What went wrong, in words, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface Following {
  /** When what stood there has been told. Rejected where it cannot be read; what is written later is told all the same. */
  readonly begun: Promise<void>;
  stop(): void;
}

/**
 * Calls `hear` with what stands under a key of a storage, and with whatever is written there later by any page of the extension.
 * It listens before it reads, or it would miss what is written in between; and what it hears is newer than what it reads.
 */
export function followStored(
  area: "local" | "session",
  key: string,
  hear: (value: unknown) => void,
): Following {
  const storage = api.storage[area];
  let isRead = false;
  const listener = (changes: Record<string, chrome.storage.StorageChange>): void => {
    const change = changes[key];
    if (change === undefined) return;
    isRead = true;
    hear(change.newValue);
  };
  const read = async (): Promise<void> => {
    const stored = await storage.get(key);
    if (!isRead) hear(stored[key]);
  };
  storage.onChanged.addListener(listener);
  return {
    begun: read(),
    stop(): void {
      isRead = true;
      storage.onChanged.removeListener(listener);
    },
  };
}
