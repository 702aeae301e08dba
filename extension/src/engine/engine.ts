/**
 * The engine as the rest of the extension sees it: texts in, verdicts out. Whether the core runs in this page or in the background
 * is nobody's business but that of the two modules that implement this.
 */

import type { Learnt } from "../settings/learnt";
import type { RuleChoices } from "../settings/settings";
import type { Catalogue, Words } from "../shared/catalogue";
import type { Report } from "../shared/messages";
import type { Verdict } from "./verdict";

export interface Engine {
  /** A verdict for each text, in order; null for one that the core broke on. */
  score(texts: readonly string[]): Promise<(Verdict | null)[]>;
  /** All that the core knows of one text: for its card. */
  report(text: string): Promise<Report>;
  catalogue(): Promise<Catalogue>;
  /** The words that explain rules to people. */
  words(): Promise<Words>;
  /** From now on rules count as the user has chosen. */
  configure(choices: RuleChoices): void;
  /** From now on these lessons count, and no others. */
  learn(learnt: Learnt): void;
}

/** The extension was updated, reloaded or removed while this script lived on: nothing will ever answer again. */
export class Orphaned extends Error {
  override readonly name = "Orphaned";
}
