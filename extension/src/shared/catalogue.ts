/**
 * What the core says of itself: its rules, its thresholds, the words that explain them; and the one place that says when a post
 * is flagged.
 *
 * Knows nothing of pages, and nothing of where the core runs.
 */

import { CATEGORIES, type Category, isRecord, type Settings, sensitivityOf } from "../settings/settings";
import { api, type MessageKey, message } from "./browser";

/** From the core itself. Rules stand in index order, as verdicts name them. */
export interface Catalogue {
  readonly rules: readonly { readonly id: string; readonly category: Category }[];
  readonly thresholds: Thresholds;
}

/** The probability from which a post is flagged, for each sensitivity from 0 to 100. At 0 it is 2: never. */
export type Thresholds = Readonly<Record<Category, readonly number[]>>;

/** What a card says of a reason. */
export interface ReasonWords {
  readonly title: string;
  /** May hold `{span}`: the words that the rule found. */
  readonly why: string;
  readonly ask: string;
  readonly source: { readonly name: string; readonly url?: string };
}

/** The families of rules: those that have a name in the interface. */
export type Family = MessageKey extends infer K ? (K extends `family_${infer F}` ? F : never) : never;

/** Where a source can be read. Words of rules come from strangers: an address of another kind could run something. */
export function addressOf({ url }: ReasonWords["source"]): string | null {
  return url?.startsWith("https://") ? url : null;
}

export interface RuleWords extends ReasonWords {
  readonly category: Category;
  /** Rules that are alike: the heading that they stand under. */
  readonly family: Family;
  /** A post that it fires on, and on which of its words, in UTF-16 units. */
  readonly example?: { readonly text: string; readonly start?: number; readonly end?: number };
}

/** catalogue/: the words for people, a file for each language, which travel beside the core and not in it; all in English, in others what they say otherwise. */
export interface Words {
  readonly rules: Readonly<Record<string, RuleWords>>;
  /** Where the wording itself is the reason: what `rules` would say of "wording". */
  readonly wording: ReasonWords;
  /** What is said of the user's own rules: not of the package's file. */
  readonly own?: ReasonWords;
  readonly contexts: Readonly<Record<string, { readonly title: string; readonly why: string }>>;
  readonly checklist: Readonly<Record<string, { readonly question: string }>>;
}

/** The words in the language of the interface, read from the package; what is not translated is in English. For pages of the extension and its background; a web page cannot reach the file. */
export async function loadWords(): Promise<Words> {
  const languages = new Set(["en", message("language")]);
  const words = await Promise.all(
    [...languages].map(async (language): Promise<unknown> => {
      const file = await fetch(api.runtime.getURL(`catalogue/${language}.json`));
      return file.json();
    }),
  );
  return words.reduce(over) as Words;
}

/** An object with what another says otherwise. */
export function over(base: unknown, own: unknown): unknown {
  if (!isRecord(base) || !isRecord(own)) return own;
  const parts = Object.entries(own).map(([name, part]) => [name, over(base[name], part)]);
  return { ...base, ...Object.fromEntries(parts) };
}

/** A post as the thresholds see it: a probability for each category, or null where there is no finding that could explain it. */
export type Scores = Readonly<Record<Category, number | null>>;

/** The settings that say what is flagged. */
export type Tuning = Pick<Settings, "sensitivity" | "apart" | "categories">;

/** The categories in which a post is flagged under these settings. */
export function flaggedIn(scores: Scores, thresholds: Thresholds, settings: Tuning): Category[] {
  return CATEGORIES.filter((category) => {
    const score = scores[category];
    const threshold = thresholds[category][sensitivityOf(settings, category)];
    return settings.categories[category] && score !== null && threshold !== undefined && score >= threshold;
  });
}

export interface Count {
  /** Posts that are flagged in any category. */
  readonly marked: number;
  readonly pump: number;
  readonly claim: number;
}

/** How many of `posts` would be marked under these settings. */
export function count(posts: readonly Scores[], thresholds: Thresholds, settings: Tuning): Count {
  const counted = { marked: 0, pump: 0, claim: 0 };
  for (const post of posts) {
    const categories = flaggedIn(post, thresholds, settings);
    if (categories.length > 0) counted.marked += 1;
    for (const category of categories) counted[category] += 1;
  }
  return counted;
}
