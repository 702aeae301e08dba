/**
 * A verdict: what the core says of one text, as small objects instead of a row of numbers.
 *
 * Knows nothing of where the core runs, nor of pages.
 */

import type { Category } from "../settings/settings";
import type { Catalogue, Scores } from "../shared/catalogue";

export interface Mark {
  readonly category: Category;
  /** UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
}

export interface Verdict {
  readonly scores: Scores;
  /** What is shown on the page, the best reason first; none on words that one before it has. */
  readonly marks: readonly Mark[];
  /** What the text says beside its names and numbers, for the background to compare; null where it says too little for that. */
  readonly sketch: string | null;
}

/** Most posts are clean, and many are kept: they share one verdict. */
export const CLEAN: Verdict = { scores: { pump: null, claim: null }, marks: [], sketch: null };

const HEAD = 3;
const PER_FINDING = 4;

/** Reads [pump, claim, n; n times: rule, start, end, weight; the codes of the sketch, if there is one]. */
export function decode(numbers: readonly number[], rules: Catalogue["rules"]): Verdict {
  const [pump = 0, claim = 0, findings = 0] = numbers;
  const marks: Mark[] = [];
  for (let finding = 0; finding < findings; finding += 1) {
    const at = HEAD + finding * PER_FINDING;
    const [rule, start, end] = numbers.slice(at, at + PER_FINDING);
    if (rule === undefined || start === undefined || end === undefined) break;
    const category = rules[rule]?.category;
    if (category !== undefined) marks.push({ category, start, end });
  }
  if (marks.length === 0) return CLEAN;
  const found = (category: Category): boolean => marks.some((mark) => mark.category === category);
  return {
    scores: { pump: found("pump") ? pump : null, claim: found("claim") ? claim : null },
    marks,
    sketch: String.fromCharCode(...numbers.slice(HEAD + findings * PER_FINDING)) || null,
  };
}
