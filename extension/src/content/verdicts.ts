/**
 * The verdicts of texts that were read before, wherever they stood: a timeline throws its nodes away and builds them anew. Keeps the ones
 * used last; and the scores of the posts that were read last, for whoever counts them.
 */

import { CLEAN, type Verdict } from "../engine/verdict";
import type { Scores } from "../shared/catalogue";
import type { Exemptions, Identity } from "./exempt";

const MOST_KEPT = 5000;
/** UTF-16 units of all the texts that verdicts are kept for. */
const MOST_UNITS = 4_000_000;
/** A number that a day of scrolling does not reach. */
const MOST_COUNTED = 20_000;

interface Counted {
  readonly scores: Scores;
  /** Null where there is nothing that a mark could be spared for. */
  readonly identity: Identity | null;
}

export class Verdicts {
  /** By the text itself, and by nothing that two texts could share. */
  readonly #kept = new Map<string, Verdict>();
  readonly #read = new Map<string, Counted>();
  #units = 0;

  get(text: string): Verdict | undefined {
    const verdict = this.#kept.get(text);
    if (verdict !== undefined) {
      this.#kept.delete(text);
      this.#kept.set(text, verdict);
    }
    return verdict;
  }

  put(text: string, verdict: Verdict): void {
    if (!this.#kept.has(text)) this.#units += text.length;
    this.#kept.set(text, verdict);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT && this.#units <= MOST_UNITS) break;
      this.#kept.delete(oldest);
      this.#units -= oldest.length;
    }
  }

  /** `post` tells posts apart: one that is unfolded is still the same. */
  count(post: string, { scores }: Verdict, identity: Identity | null): void {
    this.#read.delete(post);
    this.#read.set(post, { scores, identity });
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= MOST_COUNTED) break;
      this.#read.delete(oldest);
    }
  }

  /** The scores of every post that was read since the page was opened; of very many, the last. One that is exempt scores nothing. */
  read(exemptions: Exemptions): Scores[] {
    return [...this.#read.values()].map(({ scores, identity }) =>
      identity !== null && exemptions.holds(identity) ? CLEAN.scores : scores,
    );
  }

  /** The rules have changed: no verdict holds any more. */
  clear(): void {
    this.#kept.clear();
    this.#read.clear();
    this.#units = 0;
  }
}
