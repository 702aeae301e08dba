/**
 * What a sensitivity means, in plain words: how many posts of everyday life it marks, by mistake.
 *
 * In: the settings, and the figures that `hypelint train` measured on posts of sources that nothing was learned from (model/weights.toml).
 * Out: a sentence.
 */

import { CATEGORIES, type Settings, sensitivityOf } from "../../settings/settings";
import { message } from "../../shared/browser";
import type { Tuning } from "../../shared/catalogue";
import { whole } from "./localise";

/** How many such posts there were, and how many of them were marked at 10, 20, … 100. Put in by the bundler, from the catalogue. */
declare const EVERYDAY: { readonly posts: number } & Record<"pump" | "claim", readonly number[]>;

const STEP = 10;

export function meaning(settings: Tuning): string {
  const wanted = CATEGORIES.filter((category) => settings.categories[category]);
  if (wanted.every((category) => sensitivityOf(settings, category) === 0)) return message("meaningNone");
  // What both kinds mark is counted twice: rather too many than too few.
  const marked = wanted.reduce(
    (sum, category) => sum + markedAt(EVERYDAY[category], sensitivityOf(settings, category)),
    0,
  );
  const [posts, count] = [EVERYDAY.posts, Math.round(marked)];
  return count === 0
    ? message("meaningMeasuredNone", whole(posts))
    : message("meaningMeasured", whole(posts), whole(count));
}

/** Straight lines between the settings that were measured; at 0 nothing is marked. */
function markedAt(measured: readonly number[], sensitivity: Settings["sensitivity"]): number {
  const points = [0, ...measured];
  const below = Math.floor(sensitivity / STEP);
  const from = points[below] ?? 0;
  const to = points[below + 1] ?? from;
  return from + ((to - from) * (sensitivity - below * STEP)) / STEP;
}
