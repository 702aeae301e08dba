/**
 * What is said of a post's words, for people: the catalogue's sentences with those words in them.
 *
 * In: words of a post, and the catalogue. Out: plain text, in one line. No DOM.
 */

import { message } from "./browser";
import type { ReasonWords, Words } from "./catalogue";

/** Characters of a quote, in a line among others. */
const LONGEST_QUOTE = 100;
/** A single character can be made as long as one likes, by marks that combine with it. */
const MOST_UNITS = 1000;

/** What a finding of the user's own rules names as its rule: no id of a file has a space. */
export const OWN = "own rule";

/** Undefined for a rule that the catalogue does not know. */
export function reasonWords(rule: string, words: Words): ReasonWords | undefined {
  if (rule === OWN) return words.own;
  return rule === "wording" ? words.wording : words.rules[rule];
}

/** A sentence with the words in its place for them; where there is no sentence, the words alone. */
export function fill(sentence: string | undefined, text: string, longest = LONGEST_QUOTE): string {
  return sentence?.replaceAll("{span}", () => shorten(text, longest)) ?? quoted(text, longest);
}

export function quoted(text: string, longest = LONGEST_QUOTE): string {
  return message("cardQuote", shorten(text, longest));
}

/** The words in one line of at most so many characters, cut in the middle of nothing smaller than one. */
export function shorten(text: string, longest: number): string {
  const line = text.slice(0, MOST_UNITS).replace(/\s+/g, " ").trim();
  // Most are short: their characters need not be counted.
  const characters = line.length <= longest ? [] : [...new Intl.Segmenter().segment(line)];
  if (characters.length <= longest) return text.length <= MOST_UNITS ? line : `${line}…`;
  return `${line.slice(0, characters[longest - 1]?.index).trimEnd()}…`;
}
