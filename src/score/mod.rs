//! From signals to a probability, by a sum that a person can read.
//!
//! In: signals and contexts of a text. Out: findings, and per category the probability
//! `1 / (1 + exp(-(bias + weights of findings + weights of contexts of the whole post)))`.
//!
//! A rule counts once in a post, by its strongest finding. Sums run in the order of the rules, and `exp` is plain
//! arithmetic: the same bits on every machine.

use crate::context::{ContextSet, Contexts, members};
use crate::order;
use crate::signals::{Role, SignalSet, Signals};
use crate::span::{Folded, Span, Utf16};
use crate::tables::{ASKED, BIAS, CONTEXTS, RULES, THRESHOLDS};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Pushes a coin or stock with excitement instead of reasons.
    Pump,
    /// Claims an infrastructure benefit and backs none of it.
    Claim,
}

impl Category {
    /// Both, in the order of every pair in this crate.
    pub const ALL: [Self; 2] = [Self::Pump, Self::Claim];

    /// Its name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pump => "pump",
            Self::Claim => "claim",
        }
    }
}

/// One reason to be wary.
#[derive(Debug)]
pub struct Rule {
    /// Its file's name.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// Logits, at least 0: learned, or the prior.
    pub weight: f64,
    /// Logits, above 0: what its author gave it.
    pub prior: f64,
    /// Named signals that are its matches.
    pub signals: &'static [u16],
    /// A match only counts where one of these named signals is near; empty: anywhere.
    pub near: &'static [u16],
    /// All of `near`.
    pub nears: SignalSet,
    /// Bytes of folded text that are near.
    pub within: u32,
    /// Counts where this many of `of` stand within `reach` bytes; 0: no counting.
    pub at_least: u32,
    /// Named signals to count.
    pub of: &'static [u16],
    /// Bytes of folded text to count in.
    pub reach: u32,
    /// All of `of`.
    pub counts: SignalSet,
    /// Contexts in whose presence the rule says nothing: "the post gives no reason" is said of posts that give none.
    pub unless: ContextSet,
}

/// A rule that fired.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Index of the rule.
    pub rule: u16,
    /// The words that it fired on.
    pub span: Span<Utf16>,
    /// What context left of it, 0 to 1.
    pub factor: f64,
    /// What lowered it.
    pub contexts: ContextSet,
}

impl Finding {
    /// Logits, after context.
    #[must_use]
    pub fn weight(&self) -> f64 {
        RULES[usize::from(self.rule)].weight * self.factor
    }

    /// What it is about.
    #[must_use]
    pub fn category(&self) -> Category {
        RULES[usize::from(self.rule)].category
    }
}

/// Matches of one rule that are weighed at most: the strongest counts, and a text that repeats itself a thousand
/// times has said it in the first few.
const WEIGHED: u32 = 16;

/// A match that counts, before it is a finding.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Index of the rule.
    pub rule: u16,
    /// Where.
    pub span: Span<Folded>,
    /// What context left of it, 0 to 1.
    pub factor: f64,
    /// What lowered it.
    pub contexts: ContextSet,
}

/// Finds and weighs the matches of all rules; the strongest of each rule (of equals, the first) is in `best`, by rule.
/// `counts` says which places belong to this window, and which rules are on.
pub fn weigh(
    signals: &Signals,
    contexts: &Contexts,
    counts: impl Fn(usize, Span<Folded>) -> bool,
    best: &mut Vec<Candidate>,
) {
    best.clear();
    let mut seen = [0u32; RULES.len()];
    let mut weigh = |rule: usize, span: Span<Folded>| {
        let known = &RULES[rule];
        if seen[rule] >= WEIGHED
            || !counts(rule, span)
            || known.unless & contexts.present() != 0
            || !near(known, signals, span)
            || signals.of(Role::RuleTrap, rule).any(|trap| trap.overlaps(span))
        {
            return;
        }
        seen[rule] += 1;
        let (factor, set) = contexts.over(span, known.category);
        let candidate = Candidate { rule: rule as u16, span, factor, contexts: set };
        match best.binary_search_by_key(&candidate.rule, |best| best.rule) {
            Ok(at) if best[at].factor < candidate.factor => best[at] = candidate,
            Ok(_) => {}
            Err(at) => best.insert(at, candidate),
        }
    };
    for signal in signals.all().iter().filter(|signal| signal.target.role == Role::Rule) {
        weigh(usize::from(signal.target.owner), signal.span);
    }
    let present = signals.present();
    let mut card = Card::default();
    for (rule, _) in ASKED.iter().enumerate().filter(|(_, asked)| *asked & present != 0) {
        let known = &RULES[rule];
        if known.nears != 0 && known.nears & present == 0 {
            continue;
        }
        for &signal in known.signals {
            signals.named(signal).for_each(|span| weigh(rule, span));
        }
        if known.at_least > 0
            && let Some(span) = card.together(known, signals, contexts)
        {
            weigh(rule, span);
        }
    }
}

fn near(rule: &Rule, signals: &Signals, span: Span<Folded>) -> bool {
    rule.near.is_empty()
        || rule.near.iter().any(|&signal| signals.named(signal).any(|other| other.gap(span) <= rule.within))
}

/// Named signals that one rule counts at most.
const COUNTED: usize = 32;

/// Room to look for signals that stand together: kept from rule to rule.
#[derive(Default)]
struct Card {
    ordered: Vec<u64>,
    met: Vec<(Span<Folded>, u16)>,
}

impl Card {
    /// The tightest place where enough different signals of a counting rule stand together; of a card that runs over several
    /// sentences or lines, the one that has the most of them.
    fn together(&mut self, rule: &Rule, signals: &Signals, contexts: &Contexts) -> Option<Span<Folded>> {
        if (rule.counts & signals.present()).count_ones() < rule.at_least {
            return None;
        }
        let Self { ordered, met } = self;
        ordered.clear();
        for (&signal, at) in rule.of.iter().zip(0..) {
            ordered.extend(signals.named(signal).map(|span| order::key(span.start, span.end, at)));
        }
        order::sort(ordered);
        met.clear();
        // "Price: 0.33" and "0.33 USDT" are two matches of one price.
        let mut last = [usize::MAX; COUNTED];
        for (start, end, signal) in ordered.iter().copied().map(order::parts) {
            let span = Span::new(start, end);
            let last = &mut last[usize::from(signal) % COUNTED];
            if let Some((known, _)) = met.get_mut(*last).filter(|(known, _)| known.overlaps(span)) {
                *known = known.cover(span);
            } else {
                *last = met.len();
                met.push((span, signal));
            }
        }
        let from = |first: usize| -> Option<Span<Folded>> {
            let mut kinds = 0u32;
            let mut cover = met[first].0;
            let near = met[first..].iter().take_while(|(span, _)| span.end <= met[first].0.start + rule.reach);
            for &(span, signal) in near {
                if kinds >> signal & 1 == 0 {
                    kinds |= 1 << signal;
                    cover = cover.cover(span);
                }
                if kinds.count_ones() == rule.at_least {
                    return Some(cover);
                }
            }
            None
        };
        let tightest = (0..met.len()).filter_map(from).min_by_key(|cover| (cover.len(), cover.start))?;
        // A card goes on: what stands beside it is part of it.
        let after = met.iter().fold(tightest, |cover, &(span, _)| {
            if span.start >= cover.start && span.gap(cover) <= BESIDE { cover.cover(span) } else { cover }
        });
        let whole = met
            .iter()
            .rev()
            .fold(after, |cover, &(span, _)| if span.gap(cover) <= BESIDE { cover.cover(span) } else { cover });
        let mut best: Option<(usize, u32, Span<Folded>)> = None;
        let mut rest = &met[met.partition_point(|(span, _)| span.start < whole.start)..];
        while let Some(&(first, _)) = rest.first().filter(|(span, _)| span.start < whole.end) {
            let sentence = contexts.sentence_at(first.start);
            let (own, others) = rest.split_at(rest.partition_point(|(span, _)| span.start < sentence.end).max(1));
            rest = others;
            let inside = |span: Span<Folded>| Span::new(span.start, span.end.min(sentence.end).min(whole.end));
            let cover = own.iter().map(|&(span, _)| inside(span)).fold(inside(first), Span::cover);
            if best.is_none_or(|(most, longest, _)| (own.len(), cover.len()) > (most, longest)) {
                best = Some((own.len(), cover.len(), cover));
            }
        }
        best.map(|(.., cover)| cover)
    }
}

/// Bytes between two entries of one card: a line break or a space, and an emoji.
const BESIDE: u32 = 8;

/// The probability of each category, 0 to 1, from all findings of a post (in the order of their rules) and the
/// contexts of the whole post.
#[must_use]
pub fn probabilities(findings: &[Finding], whole: ContextSet) -> [f64; 2] {
    logits(findings, whole).map(probability)
}

/// The sums behind [`probabilities`].
#[must_use]
pub fn logits(findings: &[Finding], whole: ContextSet) -> [f64; 2] {
    let mut logits = BIAS;
    for finding in findings {
        logits[finding.category() as usize] += finding.weight();
    }
    for context in members(whole) {
        for category in Category::ALL {
            if CONTEXTS[context].applies[category as usize] {
                logits[category as usize] += CONTEXTS[context].post[category as usize];
            }
        }
    }
    logits
}

/// The logit of a post in which nothing was found.
#[must_use]
pub fn bias(category: Category) -> f64 {
    BIAS[category as usize]
}

/// The logistic function.
#[must_use]
pub fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// From which probability a post is flagged, for a sensitivity of 0 to 100 (more is taken as 100). At 0 nothing is:
/// the value is above every probability.
#[must_use]
pub fn threshold(category: Category, sensitivity: u8) -> f64 {
    match sensitivity {
        0 => 2.0,
        _ => probability(THRESHOLDS[category as usize][usize::from(sensitivity.min(100))]),
    }
}

/// How strong a category's case is, for words and a meter of four: 0 nothing, 1 weak (not flagged at the default
/// sensitivity), 2 some, 3 strong, 4 very strong.
#[must_use]
pub fn strength(category: Category, logit: f64, found: bool) -> u8 {
    /// Logits above the default threshold: odds 4 and 20 times as high.
    const STEPS: [f64; 3] = [0.0, 1.4, 3.0];
    if !found {
        return 0;
    }
    let above = logit - THRESHOLDS[category as usize][50];
    1 + STEPS.iter().filter(|&&step| above >= step).count() as u8
}
