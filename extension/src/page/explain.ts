/**
 * Turns a report into what a card says: which sentences, in which order. No DOM.
 *
 * In: the core's report, the words of the catalogue, what is marked, and where the reader points. Out: sections of plain text. Never
 * knows how a card looks.
 */

import { message } from "../browser";
import type { ReasonWords, Words } from "../catalogue";
import type { Answer, Context, Finding, Report } from "../messages";
import type { Category } from "../settings";

export interface Section {
  readonly category: Category;
  readonly kind: string;
  /** For the meter, and in words. */
  readonly level: number;
  readonly strength: string;
  readonly lead: string;
  /** The findings that the lead speaks of: where in the text. */
  readonly spoken: { readonly start: number; readonly end: number };
  readonly also: readonly Line[];
  readonly questions: readonly Question[];
  readonly answered: number;
  readonly ask: string;
  readonly source: { readonly rule: string; readonly name: string; readonly url: string | null };
}

/** A short name, and the words of the post that go with it. */
export interface Line {
  readonly title: string;
  readonly quote: string;
}

export interface Question {
  readonly state: Answer["state"];
  readonly text: string;
  readonly quote: string;
}

export interface Explanation {
  readonly sections: readonly Section[];
  /** What lowered the score. */
  readonly lowered: readonly string[];
  readonly structureOnly: boolean;
  /** Only the beginning of the text was read. */
  readonly cut?: boolean;
  /** What is said where there is no section. */
  readonly plain?: { readonly title: string; readonly text: string };
}

const MOST_FURTHER = 3;
const MOST_LOWERED = 3;
const LONGEST_QUOTE = 100;
/** A single character can be made as long as one likes, by marks that combine with it. */
const MOST_UNITS = 1000;

/** `pointed`: the words under the pointer lead; otherwise the strongest finding does. Null where the report has nothing to say. */
export function explain(
  report: Report,
  words: Words,
  flagged: readonly Category[],
  pointed: { category: Category; start: number; end: number } | null,
): Explanation | null {
  const first = pointed?.category;
  const sections = [...flagged]
    .sort((one, other) => Number(other === first) - Number(one === first) || report[other] - report[one])
    .map((category) => explainCategory(report, words, category, pointed))
    .filter((section) => section !== null);
  if (sections.length === 0) return null;
  const lowered = report.contexts
    .filter((context) => context.effect < 0)
    .sort((one, other) => one.effect - other.effect)
    .map((context) => explainContext(context, words));
  return {
    // One question to take along is enough.
    sections: sections.map((section, index) => (index === 0 ? section : { ...section, ask: "" })),
    lowered: [...new Set(lowered)].slice(0, MOST_LOWERED),
    structureOnly: report.structure_only,
  };
}

function explainCategory(
  report: Report,
  words: Words,
  category: Category,
  pointed: { category: Category; start: number; end: number } | null,
): Section | null {
  const findings = report.findings.filter((finding) => finding.category === category && finding.weight > 0);
  const under = findings.filter(
    ({ start, end }) => pointed?.category === category && start === pointed.start && end === pointed.end,
  );
  const lead = under[0] ?? findings[0];
  if (lead === undefined) return null;
  const rule = reasonWords(lead.rule, words);
  const level = report.strength[category];
  const questions =
    category === "claim" ? report.checklist.map((answer) => explainAnswer(answer, words)) : [];
  return {
    category,
    kind: message(category === "pump" ? "cardKindPump" : "cardKindClaim"),
    level,
    strength: level === 0 ? "" : message(`cardStrength${level}`),
    lead: rule === undefined ? quoted(lead.text) : fill(rule.why, lead.text),
    spoken: { start: lead.start, end: lead.end },
    also: further(findings, lead, words),
    questions,
    answered: questions.filter((question) => question.state === "answered").length,
    ask: rule?.ask ?? "",
    source: {
      rule: rule?.title ?? lead.rule,
      name: rule?.source.name ?? "",
      url: rule?.source.url?.startsWith("https://") ? rule.source.url : null,
    },
  };
}

function reasonWords(rule: string, words: Words): ReasonWords | undefined {
  return rule === "wording" ? words.wording : words.rules[rule];
}

/** One line for each further rule, strongest first. */
function further(findings: readonly Finding[], lead: Finding, words: Words): Line[] {
  const lines = new Map<string, Line>();
  for (const { rule, text } of findings) {
    if (rule === lead.rule || lines.has(rule)) continue;
    lines.set(rule, { title: reasonWords(rule, words)?.title ?? rule, quote: quoted(text) });
  }
  return [...lines.values()].slice(0, MOST_FURTHER);
}

function explainAnswer({ id, state, text = "" }: Answer, words: Words): Question {
  return { state, text: words.checklist[id]?.question ?? id, quote: text === "" ? "" : quoted(text) };
}

function explainContext({ id, text }: Context, words: Words): string {
  const context = words.contexts[id];
  return context === undefined ? quoted(text) : fill(context.why, text);
}

function fill(sentence: string, span: string): string {
  return sentence.replaceAll("{span}", () => shorten(span));
}

function quoted(span: string): string {
  return message("cardQuote", shorten(span));
}

/** The words in one line, cut in the middle of nothing smaller than a character. */
function shorten(span: string): string {
  const line = span.slice(0, MOST_UNITS).replace(/\s+/g, " ").trim();
  const characters = [...new Intl.Segmenter().segment(line)];
  if (characters.length <= LONGEST_QUOTE) return span.length <= MOST_UNITS ? line : `${line}…`;
  return `${line.slice(0, characters[LONGEST_QUOTE - 1]?.index).trimEnd()}…`;
}
