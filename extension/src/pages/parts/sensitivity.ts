/**
 * What a sensitivity means, in plain words: how many marks there are beside those of 50, and how many mistakes 50 admits.
 *
 * The figures are those that `hypelint train` chooses thresholds by (crates/cli/src/train.rs): at 50 a category marks one everyday post of
 * 400 at most, so both together one of 200; twenty points more double what is marked, twenty less halve it. Below 10 nothing is counted.
 */

import type { Settings } from "../../settings/settings";
import { message } from "../../shared/browser";
import { decimal } from "./localise";

const DEFAULT = 50;
const DOUBLES_IN = 20;
/** So near to 50, nobody can tell the marks apart. */
const NEAR = 2;
const LEAST_COUNTED = 10;

export function meaning({ sensitivity, apart }: Pick<Settings, "sensitivity" | "apart">): string {
  if (apart !== null) return message("meaningApart");
  if (sensitivity === 0) return message("meaningNone");
  if (sensitivity < LEAST_COUNTED) return message("meaningFew");
  if (Math.abs(sensitivity - DEFAULT) <= NEAR) return message("meaningDefault");
  const times = decimal(2 ** ((sensitivity - DEFAULT) / DOUBLES_IN));
  return message(sensitivity < DEFAULT ? "meaningBelow" : "meaningAbove", times);
}
