/**
 * What a sensitivity means, in plain words. No rates: a number of mistakes is only named once it has been measured.
 */

import { message } from "../browser";

export function meaning(sensitivity: number): string {
  if (sensitivity === 0) return message("meaningNone");
  if (sensitivity < 30) return message("meaningFew");
  if (sensitivity < 50) return message("meaningBelow");
  if (sensitivity === 50) return message("meaningDefault");
  if (sensitivity <= 70) return message("meaningAbove");
  return message("meaningMany");
}
