//! All that is known of a post, for a card, a terminal, or a line of JSON.
//!
//! In: the findings of a post and what was cited on the way. Out: a [`Report`], with every span's words. It knows
//! nothing of languages for people: titles and reasons stand in the catalogue, by id.

use hypelint_rulebook::{Category, ContextSet, Role, Ruleset, Scope, members};
use serde::Serialize;

use crate::Verdict;
use crate::order;
use crate::score::{Finding, probability, strength, threshold};
use crate::span::{Span, Utf16};

pub use hypelint_rulebook::State;

/// A cue or an answer, where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Cited {
    /// Context, answer, or part of one.
    pub role: Role,
    /// Index of the context or question.
    pub owner: u16,
    /// Where.
    pub span: Span<Utf16>,
}

/// All that is known of a post.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Probability of a pump, 0 to 1. Calibrated on our posts, not on a reader's timeline: people see words.
    pub pump: f64,
    /// Probability of a claim, 0 to 1.
    pub claim: f64,
    /// Of each category's case.
    pub strength: Strength,
    /// The strongest first.
    pub findings: Vec<Found>,
    /// What lowered the score, the most first.
    pub contexts: Vec<Lowered>,
    /// The eight questions, where the post makes a claim; else empty.
    pub checklist: Vec<Answer>,
    /// How much of the sums comes of what the user taught, where that is anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taught: Option<Taught>,
    /// The post's language is none that the rules know: only tickers, numbers, links and emoji were read.
    pub structure_only: bool,
    /// What it was read with.
    #[serde(skip)]
    ruleset: &'static Ruleset,
}

/// 0 nothing, 1 weak, 2 some, 3 strong, 4 very strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Strength {
    /// Of the pump.
    pub pump: u8,
    /// Of the claim.
    pub claim: u8,
}

/// What the user taught: logits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Taught {
    /// In the sum of the pump.
    pub pump: f64,
    /// In that of the claim.
    pub claim: f64,
}

/// A finding with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The rule's id.
    pub rule: &'static str,
    /// What it is about.
    pub category: Category,
    /// First UTF-16 unit.
    pub start: u32,
    /// Unit after the last.
    pub end: u32,
    /// The exact words.
    pub text: String,
    /// Logits, after context.
    pub weight: f64,
    /// Ids of the contexts that lowered it.
    pub contexts: Vec<&'static str>,
}

/// A context that lowered the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lowered {
    /// The context's id.
    pub id: &'static str,
    /// First UTF-16 unit of its first cue.
    pub start: u32,
    /// Unit after the last.
    pub end: u32,
    /// The cue's words.
    pub text: String,
    /// Logits that it took, below 0.
    pub effect: f64,
}

/// A question of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question's id.
    pub id: &'static str,
    /// How far it is answered.
    pub state: State,
    /// First UTF-16 unit of the words that answer it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// Unit after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// Those words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Report {
    /// The categories in which the post is flagged, for a sensitivity (0 to 100) of each. What cannot be explained is
    /// not flagged: there is a finding in each.
    #[must_use]
    pub fn flagged(&self, sensitivity: [u8; 2]) -> Vec<Category> {
        let probabilities = [self.pump, self.claim];
        Category::ALL
            .into_iter()
            .filter(|&category| {
                let found = self.findings.iter().any(|finding| finding.category == category && finding.weight > 0.0);
                found
                    && probabilities[category as usize]
                        >= threshold(self.ruleset, category, sensitivity[category as usize])
            })
            .collect()
    }
}

/// Puts a report together.
pub(crate) fn make(ruleset: &'static Ruleset, text: &str, covered: bool, verdict: &Verdict, cited: &[Cited]) -> Report {
    let words = Words::of(text);
    let &Verdict { logits, taught, findings, reasons, whole, .. } = verdict;
    let probabilities = logits.map(probability);
    let found = |category: Category| reasons.iter().any(|finding| finding.category == category);
    let strength =
        Category::ALL.map(|category| strength(ruleset, category, logits[category as usize], found(category)));
    let listed = reasons.iter().map(|finding| Found {
        rule: ruleset.rule_id(finding.rule),
        category: finding.category,
        start: finding.span.start,
        end: finding.span.end,
        text: words.at(finding.span),
        weight: finding.weight,
        contexts: members(finding.contexts).map(|context| ruleset.contexts[context].id).collect(),
    });
    Report {
        pump: probabilities[0],
        claim: probabilities[1],
        strength: Strength { pump: strength[0], claim: strength[1] },
        contexts: lowered(ruleset, &words, findings, whole, cited),
        checklist: if found(Category::Claim) { checklist_of(ruleset, &words, cited) } else { Vec::new() },
        findings: listed.collect(),
        taught: taught.iter().any(|&logits| logits != 0.0).then(|| Taught { pump: taught[0], claim: taught[1] }),
        // Words that a rule knows are of a language that it covers.
        structure_only: !covered && !findings.iter().any(|finding| finding.worded),
        ruleset,
    }
}

fn lowered(
    ruleset: &'static Ruleset,
    words: &Words,
    findings: &[Finding],
    whole: ContextSet,
    cited: &[Cited],
) -> Vec<Lowered> {
    let found = |category: Category| findings.iter().any(|finding| finding.category == category);
    let listed: Vec<Lowered> = ruleset
        .contexts
        .iter()
        .enumerate()
        .filter_map(|(index, context)| {
            let set: ContextSet = 1 << index;
            let effect: f64 = if context.scope == Scope::Post {
                let on = |category: Category| context.applies[category as usize] && found(category);
                if whole & set == 0 {
                    0.0
                } else {
                    Category::ALL
                        .into_iter()
                        .filter(|&category| on(category))
                        .map(|category| context.post[category as usize])
                        .sum()
                }
            } else {
                let reached = findings.iter().filter(|finding| finding.contexts & set != 0);
                reached.map(|finding| (finding.weight - finding.full) * share(ruleset, finding.contexts, index)).sum()
            };
            // Most take nothing: no cue is looked for.
            if effect >= 0.0 {
                return None;
            }
            let cue = cited.iter().find(|cited| cited.role == Role::Context && usize::from(cited.owner) == index)?;
            Some(Lowered { id: context.id, start: cue.span.start, end: cue.span.end, text: words.at(cue.span), effect })
        })
        .collect();
    order::largest_first(listed, |lowered: &Lowered| -lowered.effect)
}

/// The part that one of several contexts has in what they take together.
fn share(ruleset: &Ruleset, contexts: ContextSet, index: usize) -> f64 {
    let takes = |context: usize| 1.0 - ruleset.contexts[context].factor;
    let all: f64 = members(contexts).map(takes).sum();
    if all > 0.0 { takes(index) / all } else { 0.0 }
}

/// The checklist of a text, from what was cited.
pub(crate) fn checklist(ruleset: &'static Ruleset, text: &str, cited: &[Cited]) -> Vec<Answer> {
    checklist_of(ruleset, &Words::of(text), cited)
}

fn checklist_of(ruleset: &'static Ruleset, words: &Words, cited: &[Cited]) -> Vec<Answer> {
    ruleset
        .questions
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let said = |role| cited.iter().find(|cited| cited.role == role && usize::from(cited.owner) == index);
            let (state, at) = match (said(Role::Answered), said(Role::Partly)) {
                (Some(answer), _) => (State::Answered, Some(answer)),
                (None, Some(part)) => (State::Partly, Some(part)),
                (None, None) => (State::Open, None),
            };
            Answer {
                id,
                state,
                start: at.map(|at| at.span.start),
                end: at.map(|at| at.span.end),
                text: at.map(|at| words.at(at.span)),
            }
        })
        .collect()
}

/// A text that can be cut by UTF-16 units.
struct Words<'a> {
    text: &'a str,
    /// UTF-16 units of the characters that begin before the 64th byte, the 128th, …
    steps: Vec<u32>,
}

/// UTF-16 units of the character that begins with a byte; of a byte within one, none.
fn units(byte: u8) -> u32 {
    u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let steps = text.as_bytes().chunks(64).scan(0, |before, bytes| {
            *before += bytes.iter().copied().map(units).sum::<u32>();
            Some(*before)
        });
        Self { text, steps: steps.collect() }
    }

    /// The first byte of the character that begins at a unit, or behind it.
    fn byte(&self, unit: u32) -> usize {
        let step = self.steps.partition_point(|&before| before < unit);
        let mut at = step.checked_sub(1).map_or(0, |before| self.steps[before]);
        let rest = self.text.bytes().enumerate().skip(64 * step);
        for (place, byte) in rest {
            if byte & 0xc0 != 0x80 && at >= unit {
                return place;
            }
            at += units(byte);
        }
        self.text.len()
    }

    fn at(&self, span: Span<Utf16>) -> String {
        self.text[self.byte(span.start)..self.byte(span.end)].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Choice, Scorer};

    /// The logits that findings lack, and those that the contexts beside them say that they took.
    fn taken(scorer: &mut Scorer, text: &str) -> (f64, f64, usize) {
        let lacking = scorer.verdict(text).findings.iter().map(|finding| finding.full - finding.weight).sum();
        let report = scorer.report(text);
        let told: f64 = report.contexts.iter().map(|context| -context.effect).sum();
        (lacking, told, report.contexts.len())
    }

    #[test]
    fn contexts_took_what_the_findings_lack() {
        let negated = "$NUVO is not going to 100x from here, whatever they say.";
        let twice = "Nobody can promise you \"guaranteed profit\" with $NUVO.";
        let mut scorer = Scorer::default();
        for (text, contexts) in [(negated, 1), (twice, 2)] {
            for choice in [None, Some(Choice::Milder), Some(Choice::Stricter)] {
                let rules = ["multiple", "guarantee"].into_iter();
                scorer.choose(rules.filter_map(|id| Some((id, choice?))));
                let (lacking, told, count) = taken(&mut scorer, text);
                assert!(lacking > 0.1 && count == contexts, "{text}: {lacking}, {count}");
                assert!((lacking - told).abs() < 1e-9, "{text}, {choice:?}: {told} of {lacking}");
            }
        }
    }
}
