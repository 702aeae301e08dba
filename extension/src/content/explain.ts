/**
 * Turns a report into what a card says: which sentences, in which order. No DOM.
 *
 * In: the core's report, the words of the catalogue, what is marked, and where the reader points. Out: sections of plain text, and what can
 * be done about the mark. Never knows how a card looks.
 */

import type { Category } from "../settings/settings";
import { message } from "../shared/browser";
import { addressOf, type Words } from "../shared/catalogue";
import type { Answer, Context, Finding, Report } from "../shared/messages";
import { fill, OWN, quoted, reasonWords, shorten } from "../shared/sentences";
import type { RepeatWords } from "../templates/words";
import { type Action, actionsOf, type LeadRule } from "./actions";
import type { Identity } from "./exempt";

/** Words of the post that something is said of: where in its text, and as what they are marked. */
export interface Place {
  readonly category: Category;
  readonly start: number;
  readonly end: number;
}

export interface Section {
  readonly category: Category;
  readonly kind: string;
  /** For the meter, and in words. */
  readonly level: number;
  readonly strength: string;
  readonly lead: string;
  readonly spoken: Place;
  /** The other reasons, strongest first. */
  readonly also: readonly Line[];
  readonly questions: readonly Question[];
  readonly ask: string;
  readonly source: { readonly rule: string; readonly name: string; readonly url: string | null };
}

/** A short name, and the words of the post that go with it. */
export interface Line {
  readonly title: string;
  readonly quote: string;
  readonly at: Place;
}

export interface Question {
  readonly state: Answer["state"];
  readonly text: string;
  readonly quote: string;
  readonly at: Place | null;
}

export interface Explanation {
  readonly sections: readonly Section[];
  /** What lowered the score. */
  readonly lowered: readonly { readonly text: string; readonly at: Place }[];
  /** What the reader can do about the mark; nothing where there is none. */
  readonly actions: readonly Action[];
  /** Posts like this one. */
  readonly repeats?: RepeatWords;
  readonly structureOnly: boolean;
  /** Only the beginning of the text was read. */
  readonly cut?: boolean;
  /** What is said where there is no section. */
  readonly plain?: { readonly title: string; readonly text: string };
}

/** What a marked post can be exempted by, and the rules that count for less already. */
export interface Mark {
  readonly identity: Identity;
  readonly mildRules: readonly string[];
}

/** By how many of the meter's bars are full. */
export const STRENGTHS = {
  1: "cardStrength1",
  2: "cardStrength2",
  3: "cardStrength3",
  4: "cardStrength4",
} as const;

const MOST_FURTHER = 6;
const MOST_LOWERED = 3;
/** Characters of the words that the user taught. */
const LONGEST_TAUGHT = 100;

/**
 * `pointed`: the words under the pointer lead; otherwise the strongest finding does. `mark`: what can be done about a post that is
 * marked. Null where the report has nothing to say.
 */
export function explain(
  report: Report,
  words: Words,
  flagged: readonly Category[],
  pointed: Place | null,
  mark: Mark | null = null,
): Explanation | null {
  const first = pointed?.category;
  const explained = [...flagged]
    .sort((one, other) => Number(other === first) - Number(one === first) || report[other] - report[one])
    .flatMap((category) => explainCategory(report, words, category, pointed));
  const [top] = explained;
  if (top === undefined) return null;
  const { rule, section } = top;
  return {
    sections: explained.map((one) => one.section),
    lowered: [...loweredByUser(report, section), ...lowered(report.contexts, words, section.category)],
    actions: mark === null ? [] : actionsOf(mark.identity, leadRule(rule, section, words, mark), flagged),
    structureOnly: report.structure_only,
  };
}

function leadRule(id: string, { source }: Section, words: Words, { mildRules }: Mark): LeadRule | null {
  return id in words.rules ? { id, title: source.rule, isMild: mildRules.includes(id) } : null;
}

function explainCategory(
  report: Report,
  words: Words,
  category: Category,
  pointed: Place | null,
): { rule: string; section: Section }[] {
  const findings = report.findings.filter((finding) => finding.category === category && finding.weight > 0);
  const under = findings.filter(
    ({ start, end }) => pointed?.category === category && start === pointed.start && end === pointed.end,
  );
  const lead = under[0] ?? findings[0];
  if (lead === undefined) return [];
  const rule = reasonWords(lead.rule, words);
  const level = report.strength[category];
  const isTaught = lead.rule === "wording" && (report.taught?.[category] ?? 0) > 0;
  const questions =
    category === "claim" ? report.checklist.map((answer) => explainAnswer(answer, words)) : [];
  const section = {
    category,
    kind: message(category === "pump" ? "cardKindPump" : "cardKindClaim"),
    level,
    strength: strengthOf(level, lead),
    lead: isTaught
      ? message("cardTaughtWhy", shorten(lead.text, LONGEST_TAUGHT))
      : fill(rule?.why, lead.text),
    spoken: { category, start: lead.start, end: lead.end },
    also: further(findings, lead, words),
    questions,
    ask: rule?.ask ?? "",
    source: isTaught
      ? { rule: message("cardTaught"), name: message("cardTaughtSource"), url: null }
      : {
          rule: rule?.title ?? lead.rule,
          name: rule?.source.name ?? "",
          url: rule === undefined ? null : addressOf(rule.source),
        },
  };
  return [{ rule: lead.rule, section }];
}

/** The core has nothing to say of what only the user's own rule found. */
function strengthOf(level: 0 | keyof typeof STRENGTHS, lead: Finding): string {
  if (level > 0) return message(STRENGTHS[level as keyof typeof STRENGTHS]);
  return lead.rule === OWN ? message("ownRule") : "";
}

/** One line for each further rule, strongest first; the same words make one line. */
function further(findings: readonly Finding[], lead: Finding, words: Words): Line[] {
  const rules = new Set([lead.rule]);
  const places = new Set([`${lead.start}-${lead.end}`]);
  const lines: Line[] = [];
  for (const { rule, category, start, end, text } of findings) {
    const place = `${start}-${end}`;
    if (rules.has(rule) || places.has(place) || lines.length === MOST_FURTHER) continue;
    rules.add(rule);
    places.add(place);
    const title = reasonWords(rule, words)?.title ?? rule;
    lines.push({ title, quote: quoted(text), at: { category, start, end } });
  }
  return lines;
}

function explainAnswer({ id, state, text = "", start, end }: Answer, words: Words): Question {
  return {
    state,
    text: words.checklist[id]?.question ?? id,
    quote: text === "" ? "" : quoted(text),
    at: start === undefined || end === undefined ? null : { category: "claim", start, end },
  };
}

/** What the user taught against such posts. */
function loweredByUser({ taught }: Report, { category, spoken }: Section): { text: string; at: Place }[] {
  return taught !== undefined && taught[category] < 0
    ? [{ text: message("cardTaughtLowered"), at: spoken }]
    : [];
}

/** What lowered the score most, first; one sentence each. */
function lowered(
  contexts: readonly Context[],
  words: Words,
  category: Category,
): { text: string; at: Place }[] {
  const lines = contexts
    .filter(({ effect }) => effect < 0)
    .toSorted((one, other) => one.effect - other.effect)
    .map((context) => ({
      text: fill(words.contexts[context.id]?.why, context.text),
      at: { category, start: context.start, end: context.end },
    }));
  return [...new Map(lines.toReversed().map((line) => [line.text, line])).values()]
    .toReversed()
    .slice(0, MOST_LOWERED);
}
