/**
 * The browser's extension API under one name: Firefox calls it `browser`, Chromium `chrome`; both answer with promises.
 *
 * Nothing else in the extension may reach for either global.
 */

type Api = typeof chrome;

const scope = globalThis as typeof globalThis & { browser?: Api };

// Own properties only: `<img id="browser">` makes a page's image answer to that name in Chromium, here too.
export const api: Api =
  Object.hasOwn(scope, "browser") && scope.browser !== undefined ? scope.browser : scope.chrome;

/** A text of the interface in the reader's language; `values` fill its placeholders. */
export function message(key: string, ...values: string[]): string {
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
