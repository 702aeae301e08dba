/**
 * The browser's extension API under one name: Firefox calls it `browser`, Chromium `chrome`; both answer with promises.
 *
 * Nothing else in the extension may reach for either global.
 */

import type messages from "../../_locales/en/messages.json";

type Api = typeof chrome;

type Key = keyof typeof messages;
/** The stem of texts that depend on a number: `read` of `read_one`, `read_other`, and whatever forms a language has beside these. */
export type PluralKey = Key extends infer K ? (K extends `${infer Stem}_other` ? Stem : never) : never;
export type MessageKey = Exclude<Key, `${PluralKey}_${Intl.LDMLPluralRule}`>;

const scope = globalThis as typeof globalThis & { browser?: Api };

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

/** Calls `heard` with what is written under a key of the local storage, by any page of the extension. Returns what ends that. */
export function onStored(key: string, heard: (value: unknown) => void): () => void {
  const listener = (changes: Record<string, chrome.storage.StorageChange>): void => {
    const change = changes[key];
    if (change !== undefined) heard(change.newValue);
  };
  const { onChanged } = api.storage.local;
  onChanged.addListener(listener);
  return () => onChanged.removeListener(listener);
}
