/**
 * The reader's language in a page of the extension.
 *
 * In: markup with `data-i18n` (text), `data-i18n-label` (the name that assistive technology reads) and `data-i18n-placeholder`, and the
 * package's messages.
 * Out: the same markup in the reader's language. Knows nothing of what the texts are about.
 */

import { api, type MessageKey, message, type PluralKey } from "../browser";

/** The language of the messages that were found, which need not be the language of the browser. */
const LANGUAGE = message("language");

const plurals = new Intl.PluralRules(LANGUAGE);
const numbers = new Intl.NumberFormat(LANGUAGE);

export function localise(page: Document): void {
  page.documentElement.lang = LANGUAGE;
  page.documentElement.dir = message("direction");
  for (const element of page.querySelectorAll<HTMLElement>("[data-i18n]")) {
    element.textContent = marked(element.dataset["i18n"]);
  }
  for (const element of page.querySelectorAll<HTMLElement>("[data-i18n-label]")) {
    element.ariaLabel = marked(element.dataset["i18nLabel"]);
  }
  for (const element of page.querySelectorAll<HTMLTextAreaElement>("[data-i18n-placeholder]")) {
    element.placeholder = marked(element.dataset["i18nPlaceholder"]);
  }
}

/** No compiler looks into markup: a test does. */
function marked(key: string | undefined): string {
  return message(key as MessageKey);
}

/** A text that depends on a number: `posts_one`, `posts_few`, `posts_other`... as the language needs them. */
export function plural(key: PluralKey, count: number): string {
  const shown = numbers.format(count);
  const of = (form: Intl.LDMLPluralRule): string => api.i18n.getMessage(`${key}_${form}`, shown);
  return of(plurals.select(count)) || of("other");
}

/** A number with one digit behind the point at most. */
export function decimal(value: number): string {
  return new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 }).format(value);
}

/** The same, with its sign. */
export function signed(value: number): string {
  return new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(
    value,
  );
}

/** The time of day. */
export function clock(time: number): string {
  return new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" }).format(time);
}

export function list(names: readonly string[]): string {
  return new Intl.ListFormat(LANGUAGE, { type: "conjunction" }).format(names);
}
