/**
 * The reader's language in a page of the extension.
 *
 * In: markup with `data-i18n` (text), `data-i18n-label` (the name that assistive technology reads) and `data-i18n-placeholder`, and the
 * package's messages.
 * Out: the same markup in the reader's language. Knows nothing of what the texts are about.
 */

import { api, type MessageKey, message, type PluralKey } from "../../shared/browser";

/** The language of the messages that were found, which need not be the language of the browser. */
const LANGUAGE = message("language");

const plurals = new Intl.PluralRules(LANGUAGE);
const ordinals = new Intl.PluralRules(LANGUAGE, { type: "ordinal" });
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
export function plural(key: PluralKey, count: number, ...values: string[]): string {
  return formOf(key, plurals, count, values);
}

/** A text that depends on a place in a row: the same with the forms of "1st, 2nd, 3rd", where the language has them. */
export function ordinal(key: PluralKey, place: number, ...values: string[]): string {
  return formOf(key, ordinals, place, values);
}

function formOf(key: PluralKey, rules: Intl.PluralRules, number: number, values: string[]): string {
  const shown = [numbers.format(number), ...values];
  const of = (form: Intl.LDMLPluralRule): string => api.i18n.getMessage(`${key}_${form}`, shown);
  return of(rules.select(number)) || of("other");
}

/** A whole number. */
export function whole(value: number): string {
  return numbers.format(value);
}

/** A number with its sign, and one digit behind the point at most. */
export function signed(value: number): string {
  return new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(
    value,
  );
}

/** The time of day. */
export function clock(time: number): string {
  return new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" }).format(time);
}

/** The time of day; with the day, where it is another one. */
export function since(time: number): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  const clockTime = { hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(LANGUAGE, isToday ? clockTime : { ...clockTime, weekday: "short" }).format(
    time,
  );
}

/** The day, and the time of day. */
export function date(time: number): string {
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" }).format(time);
}

export function list(names: readonly string[]): string {
  return new Intl.ListFormat(LANGUAGE, { type: "conjunction" }).format(names);
}
