/**
 * A verdict: what the core says of one text, as small objects instead of a row of numbers.
 *
 * Knows nothing of where the core runs, nor of pages.
 */

import type { Catalogue, Scores } from "../catalogue";
import type { Category } from "../settings";

export interface Mark {
  readonly category: Category;
  /** UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
  /** Logits, after context; more than zero. */
  readonly weight: number;
}

export interface Verdict {
  readonly scores: Scores;
  /** The findings that are shown on the page: see `shown`. */
  readonly marks: readonly Mark[];
}

/** Marks of one category in a post at most: a reader takes in a few words, and wades through many. The card has the rest. */
const MOST_MARKS = 6;

/** Most posts are clean, and many are kept: they share one verdict. */
export const CLEAN: Verdict = { scores: { pump: null, claim: null }, marks: [] };

const HEAD = 3;
const PER_FINDING = 4;

/** Reads [pump, claim, n, then n times: rule, start, end, weight]. */
export function decode(numbers: readonly number[], rules: Catalogue["rules"]): Verdict {
  const [pump = 0, claim = 0, findings = 0] = numbers;
  const marks: Mark[] = [];
  for (let finding = 0; finding < findings; finding += 1) {
    const at = HEAD + finding * PER_FINDING;
    const [rule, start, end, weight] = numbers.slice(at, at + PER_FINDING);
    if (rule === undefined || start === undefined || end === undefined || weight === undefined) break;
    const category = rules[rule]?.category;
    if (category !== undefined && weight > 0) marks.push({ category, start, end, weight });
  }
  if (marks.length === 0) return CLEAN;
  const found = (category: Category): boolean => marks.some((mark) => mark.category === category);
  return {
    scores: { pump: found("pump") ? pump : null, claim: found("claim") ? claim : null },
    marks: shown(marks),
  };
}

/** The strongest of each category, none on words that a stronger one has. */
function shown(marks: readonly Mark[]): Mark[] {
  const chosen: Mark[] = [];
  for (const mark of [...marks].sort((one, other) => other.weight - one.weight)) {
    const own = chosen.filter(({ category }) => category === mark.category);
    const taken = own.some(({ start, end }) => start < mark.end && mark.start < end);
    if (!taken && own.length < MOST_MARKS) chosen.push(mark);
  }
  return chosen;
}
