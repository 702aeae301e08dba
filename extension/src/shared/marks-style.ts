/**
 * What marks look like, under the name of one page's sheet: see marks.css.
 *
 * For: whoever puts the sheet in. In: a name from `newName`. Out: the text of the sheet. Must never know of: pages, marks.
 */

import { message } from "./browser";

/** marks.css, put in by the bundler. */
declare const MARKS_CSS: string;

/** Not to be guessed, and another one for each page: what a page makes by itself gets nothing of our style. */
export function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function isName(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{16}$/.test(value);
}

export function styleFor(name: string): string {
  return MARKS_CSS.replaceAll("NAME", name).replace('"FOLDED"', () => JSON.stringify(message("marksFolded")));
}
