/**
 * What the reader wants no mark on: a single post, an author, a ticker or a project.
 *
 * In: what a post says and who wrote it; the settings. Out: what it can be exempted by, and whether it is. Knows nothing of verdicts, nor of
 * the page.
 */

import type { Settings } from "../settings/settings";
import { upTo } from "./text";

export interface Identity {
  /** The words, wherever they are broken into lines: enough of them to tell one post from another, and few enough to be kept. */
  readonly content: string;
  /** "site/name", or null where the page does not show who wrote it. */
  readonly author: string | null;
  /** The same as the page writes it; empty where it shows none. */
  readonly name: string;
  /** As they are written: every ticker; where there is none, the first hashtag, or else the first account that is mentioned. */
  readonly subjects: readonly string[];
}

const MOST_CONTENT = 500;

const TICKERS = /(?<![\p{L}\p{N}_$])\$\p{L}[\p{L}\p{N}_]{0,19}/gu;
const HASHTAG = /(?<![\p{L}\p{N}_/&])#\p{L}[\p{L}\p{N}_]{1,49}/u;
const MENTION = /(?<![\p{L}\p{N}_/.])@[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,49}(?<![.-])/u;

/** `author`: empty where the page does not show one. */
export function identify(text: string, site: string, author: string): Identity {
  return {
    content: upTo(text.replace(/\s+/g, " ").trim(), MOST_CONTENT),
    author: author === "" ? null : `${site}/${author.toLowerCase()}`,
    name: author,
    subjects: subjectsOf(text.normalize("NFKC")),
  };
}

export class Exemptions {
  readonly #contents: ReadonlySet<string>;
  readonly #authors: ReadonlySet<string>;
  readonly #subjects: ReadonlySet<string>;

  constructor({ notHype, trustedAuthors, ignoredSubjects }: Settings) {
    this.#contents = new Set(notHype);
    this.#authors = new Set(trustedAuthors);
    this.#subjects = new Set(ignoredSubjects.map(nameOf));
  }

  /** A post that names a ticker beside those that are ignored is about that one, too. */
  holds({ content, author, subjects }: Identity): boolean {
    if (this.#contents.has(content) || (author !== null && this.#authors.has(author))) return true;
    return subjects.length > 0 && subjects.every((subject) => this.#subjects.has(nameOf(subject)));
  }
}

function subjectsOf(text: string): string[] {
  const tickers = new Map([...text.matchAll(TICKERS)].map(([ticker]) => [nameOf(ticker), ticker]));
  if (tickers.size > 0) return [...tickers.values()];
  const [tag] = HASHTAG.exec(text) ?? MENTION.exec(text) ?? [];
  return tag === undefined ? [] : [tag];
}

/** $ORBEX, #Orbex and @orbex are one. */
function nameOf(subject: string): string {
  return subject.replace(/^[$#@]/, "").toLowerCase();
}
