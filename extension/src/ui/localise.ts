/**
 * The reader's language in a page of the extension.
 *
 * In: markup with `data-i18n` (text), `data-i18n-label` (the name that assistive technology reads) and `data-i18n-placeholder`, and the
 * package's messages.
 * Out: the same markup in the reader's language. Knows nothing of what the texts are about.
 */

import { message } from "../browser";

/** The language of the messages that were found, which need not be the language of the browser. */
const LANGUAGE = message("language");

const plurals = new Intl.PluralRules(LANGUAGE);
const numbers = new Intl.NumberFormat(LANGUAGE);

export function localise(page: Document): void {
  page.documentElement.lang = LANGUAGE;
  for (const element of page.querySelectorAll<HTMLElement>("[data-i18n]")) {
    element.textContent = message(element.dataset["i18n"] ?? "");
  }
  for (const element of page.querySelectorAll<HTMLElement>("[data-i18n-label]")) {
    element.ariaLabel = message(element.dataset["i18nLabel"] ?? "");
  }
  for (const element of page.querySelectorAll<HTMLTextAreaElement>("[data-i18n-placeholder]")) {
    element.placeholder = message(element.dataset["i18nPlaceholder"] ?? "");
  }
}

/** A text that depends on a number: `posts_one`, `posts_few`, `posts_other`... as the language needs them. */
export function plural(key: string, count: number, ...values: string[]): string {
  const shown = [numbers.format(count), ...values];
  return message(`${key}_${plurals.select(count)}`, ...shown) || message(`${key}_other`, ...shown);
}

/** A text that depends on a place in a row: the same with the forms of "1st, 2nd, 3rd", where the language has them. */
export function ordinal(key: string, place: number, ...values: string[]): string {
  const shown = [numbers.format(place), ...values];
  const form = new Intl.PluralRules(LANGUAGE, { type: "ordinal" }).select(place);
  return message(`${key}_${form}`, ...shown) || message(`${key}_other`, ...shown);
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
