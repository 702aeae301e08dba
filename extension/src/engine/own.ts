/**
 * The user's own rules beside the core's: whatever they find is marked, at any sensitivity but none.
 *
 * In: an engine, and another that can ask the background, where own rules run. Out: an engine. One without own rules costs nothing: the module
 * for them is never loaded. Where they cannot be asked, the core's verdicts stand alone.
 */

import type { Learnt } from "../settings/learnt";
import type { OwnRule, RuleChoices, Settings } from "../settings/settings";
import { message } from "../shared/browser";
import type { Catalogue, Words } from "../shared/catalogue";
import type { Found, OwnAnswer, Report } from "../shared/messages";
import { OWN } from "../shared/sentences";
import type { Engine } from "./engine";
import type { Mark, Verdict } from "./verdict";

/** What DESIGN.md says of a post: three spans, the weightiest first. */
const MOST_MARKS = 3;
/** Above every threshold that admits marks at all. */
const CERTAIN = 1;
/** Logits, for the order of reasons: more than any rule of the core has. */
const WEIGHT = 10;

/** Whoever can ask the background about own rules. */
export interface Asks {
  own(texts: readonly string[], rules: readonly OwnRule[]): Promise<OwnAnswer>;
}

export class OwnRules implements Engine {
  readonly #inner: Engine;
  readonly #background: Asks;
  #rules: Settings["ownRules"] = [];

  constructor(inner: Engine, background: Asks) {
    this.#inner = inner;
    this.#background = background;
  }

  async score(texts: readonly string[]): Promise<(Verdict | null)[]> {
    const [verdicts, found] = await Promise.all([this.#inner.score(texts), this.#find(texts)]);
    return verdicts.map((verdict, index) => verdict && withOwn(verdict, found[index] ?? []));
  }

  async report(text: string): Promise<Report> {
    const [report, [found = []]] = await Promise.all([this.#inner.report(text), this.#find([text])]);
    if (found.length === 0) return report;
    const own = found.map(({ category, start, end }) => ({
      rule: OWN,
      category,
      start,
      end,
      text: text.slice(start, end),
      weight: WEIGHT,
      contexts: [],
    }));
    const certain = (category: "pump" | "claim"): number =>
      own.some((finding) => finding.category === category) ? CERTAIN : report[category];
    return {
      ...report,
      pump: certain("pump"),
      claim: certain("claim"),
      findings: [...own, ...report.findings],
    };
  }

  catalogue(): Promise<Catalogue> {
    return this.#inner.catalogue();
  }

  async words(): Promise<Words> {
    const own = {
      title: message("ownRule"),
      why: message("ownRuleWhy"),
      ask: message("ownRuleAsk"),
      source: { name: message("ownRuleSource") },
    };
    return { ...(await this.#inner.words()), own };
  }

  configure(choices: RuleChoices): void {
    this.#rules = choices.ownRules;
    this.#inner.configure(choices);
  }

  learn(learnt: Learnt): void {
    this.#inner.learn(learnt);
  }

  /** For each text, what own rules find in it: of each rule, the first. */
  async #find(texts: readonly string[]): Promise<Mark[][]> {
    const rules = this.#rules;
    if (rules.length === 0) return [];
    const answer = await this.#background.own(texts, rules).catch(() => undefined);
    return answer?.found.map((found) => marksOf(found, rules)) ?? [];
  }
}

export function marksOf(found: Found, rules: readonly OwnRule[]): Mark[] {
  return found.flatMap(([rule, start, end]) => {
    const category = rules[rule]?.category;
    return category === undefined ? [] : [{ category, start, end }];
  });
}

function withOwn(verdict: Verdict, own: readonly Mark[]): Verdict {
  if (own.length === 0) return verdict;
  const marks: Mark[] = [];
  for (const mark of [...own, ...verdict.marks]) {
    const overlaps = marks.some(({ start, end }) => start < mark.end && mark.start < end);
    if (!overlaps && marks.length < MOST_MARKS) marks.push(mark);
  }
  const scores = { ...verdict.scores };
  for (const { category } of own) scores[category] = CERTAIN;
  return { ...verdict, scores, marks };
}
