//! From matches to a probability, by a sum that a person can read.
//!
//! In: matches and contexts of a text, what the reader says of its wording, and the weights of a rule set. Out: findings,
//! and per category the probability
//! `1 / (1 + exp(-(bias + wording + weights of findings + weights of contexts of the whole post)))`.
//!
//! A rule counts once in a post, by its strongest finding. Sums run in the order of the rules, and `exp` is plain
//! arithmetic: the same bits on every machine.

use hypelint_rulebook::{Category, ContextSet, Role, Rule, Ruleset, Signal, members};

use crate::context::Contexts;
use crate::fold::FoldedText;
use crate::order;
use crate::reader::phrase;
use crate::rules::Matches;
use crate::rules::cluster::SignalCluster;
use crate::span::{Folded, Span, Utf16};

/// A rule that fired.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Index of the rule.
    pub rule: u16,
    /// What it is about.
    pub category: Category,
    /// The words that it fired on.
    pub span: Span<Utf16>,
    /// What context left of it, 0 to 1.
    pub factor: f64,
    /// Logits, before context.
    pub full: f64,
    /// Logits, after context.
    pub weight: f64,
    /// What lowered it.
    pub contexts: ContextSet,
    /// Whether the span holds words, and not pictures, tags and tickers alone.
    pub worded: bool,
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

impl Candidate {
    /// As a finding, in the units of the original.
    #[must_use]
    pub fn finding(&self, ruleset: &Ruleset, text: &FoldedText) -> Finding {
        let &Self { rule, span, factor, contexts } = self;
        let Rule { category, weight: full, .. } = ruleset.rules[usize::from(rule)];
        let span = phrase::whole(text.text(), span);
        let worded = text.is_worded(span);
        Finding { rule, category, span: text.utf16(span), factor, full, weight: full * factor, contexts, worded }
    }
}

/// Finds what counts. The buffers are kept from text to text.
#[derive(Debug, Default)]
pub struct Weigher {
    /// By rule: matches that were weighed.
    weighed: Vec<u32>,
    cluster: SignalCluster,
    best: Vec<Candidate>,
}

impl Weigher {
    /// Finds and weighs the matches of all rules: the strongest of each rule (of equals, the first), by rule. `counts`
    /// says which places belong to this window, and which rules are on. What a pattern finds within a name is no match
    /// of a rule: "ape" in "the Bored Ape Club", "moon" in "$MOON".
    #[inline(never)]
    pub fn weigh(
        &mut self,
        ruleset: &Ruleset,
        text: &FoldedText,
        matches: &Matches,
        contexts: &Contexts,
        counts: impl Fn(usize, Span<Folded>) -> bool,
    ) -> &[Candidate] {
        let Self { weighed, cluster, best } = self;
        best.clear();
        weighed.clear();
        weighed.resize(ruleset.rules.len(), 0);
        let silent = contexts.present();
        let mut weigh = |owner: u16, span: Span<Folded>| {
            let at = usize::from(owner);
            let rule = &ruleset.rules[at];
            if weighed[at] >= WEIGHED
                || !counts(at, span)
                || rule.unless & silent != 0
                || !near(rule, matches, span)
                || matches.of(Role::RuleTrap, owner).any(|trap| trap.overlaps(span))
            {
                return;
            }
            weighed[at] += 1;
            let (factor, set) = contexts.over(span, rule.category);
            let candidate = Candidate { rule: owner, span, factor, contexts: set };
            match best.binary_search_by_key(&owner, |best| best.rule) {
                Ok(at) if best[at].factor < factor => best[at] = candidate,
                Ok(_) => {}
                Err(at) => best.insert(at, candidate),
            }
        };
        let own = matches.all().iter().filter(|found| found.target.role == Role::Rule);
        for found in own.filter(|found| !text.is_within_name(found.span)) {
            weigh(found.target.owner, found.span);
        }
        let spoken = |signal: u16, span| signal < Signal::Pair.index() || !text.is_within_name(span);
        let present = matches.present();
        for ((rule, asked), owner) in ruleset.rules.iter().zip(&ruleset.asked).zip(0..) {
            if asked & present == 0 || (rule.near_set != 0 && rule.near_set & present == 0) {
                continue;
            }
            for &signal in &rule.signals {
                matches.named(signal).filter(|&span| spoken(signal, span)).for_each(|span| weigh(owner, span));
            }
            if rule.at_least > 0
                && let Some(span) = cluster.tightest(rule, matches, spoken, |at| contexts.sentence_at(at))
            {
                weigh(owner, span);
            }
        }
        best
    }
}

fn near(rule: &Rule, matches: &Matches, span: Span<Folded>) -> bool {
    rule.near.is_empty()
        || rule.near.iter().any(|&signal| matches.named(signal).any(|other| other.gap(span) <= rule.near_within))
}

/// The sum of each category: bias, wording, findings (in the order of their rules) and the contexts of the whole post.
#[must_use]
pub fn logits(ruleset: &Ruleset, wording: [f64; 2], findings: &[Finding], whole: ContextSet) -> [f64; 2] {
    let mut logits = Category::ALL.map(|category| ruleset.bias[category as usize] + wording[category as usize]);
    for finding in findings {
        logits[finding.category as usize] += finding.weight;
    }
    for context in members(whole).map(|context| &ruleset.contexts[context]) {
        for category in Category::ALL {
            if context.applies[category as usize] {
                logits[category as usize] += context.post[category as usize];
            }
        }
    }
    logits
}

/// Findings that a card lists at most.
pub const LISTED: usize = 3;

/// Whether a rule explains a category by words of the post: then what the wording says needs no line of its own.
#[must_use]
pub fn is_explained(findings: &[Finding], category: Category) -> bool {
    findings.iter().any(|finding| finding.category == category && finding.worded && finding.weight > 0.0)
}

/// The findings that explain a post: the weightiest first, those of pictures and tags alone behind those of words, the wording
/// last; at most three, none on words that one before it has. A rule that was learned to weigh nothing is no reason.
pub fn reasons(findings: &[Finding], wording: &[Option<Finding>; 2], listed: &mut Vec<Finding>) {
    let rest = findings.iter().copied().filter(|finding| finding.weight > 0.0);
    let rest = order::largest_first(rest, |finding| finding.weight);
    let (words, pictures): (Vec<Finding>, Vec<Finding>) = rest.into_iter().partition(|finding| finding.worded);
    listed.clear();
    for finding in words.into_iter().chain(pictures).chain(wording.iter().copied().flatten()) {
        if listed.len() < LISTED && !listed.iter().any(|known| known.span.overlaps(finding.span)) {
            listed.push(finding);
        }
    }
}

/// The logistic function.
#[must_use]
pub fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// From which probability a post is flagged, for a sensitivity of 0 to 100 (more is taken as 100). At 0 nothing is:
/// the value is above every probability.
#[must_use]
pub fn threshold(ruleset: &Ruleset, category: Category, sensitivity: u8) -> f64 {
    match sensitivity {
        0 => 2.0,
        _ => probability(ruleset.thresholds[category as usize][usize::from(sensitivity.min(100))]),
    }
}

/// How strong a category's case is, for words and a meter of four: 0 nothing, 1 weak (not flagged at the default
/// sensitivity), 2 some, 3 strong, 4 very strong.
#[must_use]
pub fn strength(ruleset: &Ruleset, category: Category, logit: f64, found: bool) -> u8 {
    /// Logits above the default threshold: odds 4 and 20 times as high.
    const STEPS: [f64; 3] = [0.0, 1.4, 3.0];
    if !found {
        return 0;
    }
    let above = logit - ruleset.thresholds[category as usize][50];
    1 + STEPS.iter().filter(|&&step| above >= step).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Model;
    use crate::{Choice, Scorer, toy};
    use hypelint_rulebook::Scope;

    /// What context leaves of the rule's finding, if it fires.
    fn factor(ruleset: &'static Ruleset, text: &str) -> Option<f64> {
        Scorer::new(ruleset, Model::empty()).verdict(text).findings.first().map(|finding| finding.factor)
    }

    #[test]
    fn the_sum_is_bias_and_what_context_leaves_of_the_weights() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon"), (Role::Context, "not")], |_| {});
        let logit = |text: &str| {
            let [pump, claim] = Scorer::new(ruleset, Model::empty()).verdict(text).probabilities();
            assert!((claim - probability(-1.0)).abs() < 1e-12, "{text}");
            (pump / (1.0 - pump)).ln()
        };
        for (text, wanted) in [("lunch", -1.0), ("moon", 1.0), ("moon and moon", 1.0), ("not moon", -0.5)] {
            assert!((logit(text) - wanted).abs() < 1e-9, "{text}: {}", logit(text));
        }
        // The strongest counts: the second sentence has no context.
        assert!((logit("not moon. Then moon.") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_rule_counts_as_its_reader_chose() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon"), (Role::Context, "not")], |_| {});
        let mut scorer = Scorer::new(ruleset, Model::empty());
        let mut weight = |choices: &[(&str, Choice)], text: &str| {
            scorer.choose(choices.iter().copied());
            scorer.verdict(text).findings.first().map(|finding| finding.weight)
        };
        for (choices, wanted) in [
            (&[][..], Some(2.0)),
            (&[("rule", Choice::Off)], None),
            (&[("rule", Choice::Milder)], Some(1.0)),
            // What it adds is a weight like others: context leaves a part of it.
            (&[("rule", Choice::Stricter)], Some(2.0 + crate::STRICTER)),
            (&[("no rule", Choice::Off)], Some(2.0)),
            (&[("rule", Choice::Stricter), ("rule", Choice::Milder)], Some(1.0)),
            (&[], Some(2.0)),
        ] {
            for (text, part) in [("moon", 1.0), ("not moon", 0.25)] {
                let (found, wanted) = (weight(choices, text), wanted.map(|whole| whole * part));
                assert_eq!(found.is_some(), wanted.is_some(), "{choices:?}, {text}");
                assert!((found.unwrap_or(0.0) - wanted.unwrap_or(0.0)).abs() < 1e-12, "{choices:?}, {text}");
            }
        }
    }

    #[test]
    fn a_context_of_the_whole_post_adds_its_weight() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon"), (Role::Context, "because")], |ruleset| {
            ruleset.contexts[0].scope = Scope::Post;
            ruleset.contexts[0].post = [-0.75, 0.0];
        });
        let findings = Scorer::new(ruleset, Model::empty()).verdict("moon. Because of the tides").findings.to_vec();
        assert!((logits(ruleset, [0.0; 2], &findings, 1)[0] - 0.25).abs() < 1e-12);
        assert!((logits(ruleset, [0.0; 2], &findings, 0)[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn traps_near_and_unless_silence_a_rule() {
        let patterns = [(Role::Rule, "moon"), (Role::RuleTrap, "blue moon"), (Role::Context, "tides")];
        let trapped = toy::ruleset(&patterns, |_| {});
        assert_eq!((factor(trapped, "a blue moon"), factor(trapped, "a new moon")), (None, Some(1.0)));
        let unless = toy::ruleset(&patterns, |ruleset| ruleset.rules[0].unless = 1);
        assert_eq!((factor(unless, "moon. About tides"), factor(unless, "moon. About")), (None, Some(1.0)));
        let near = toy::ruleset(&[(Role::Rule, "moon"), (Role::Signal, r"\$[a-z]{2,9}")], |ruleset| {
            ruleset.rules[0].near = vec![toy::SIGNAL];
            ruleset.rules[0].near_set = 1 << toy::SIGNAL;
            ruleset.rules[0].near_within = 4;
        });
        assert_eq!((factor(near, "$kelp to moon"), factor(near, "$kelp flies to the moon")), (Some(1.0), None));
    }

    #[test]
    fn a_rule_says_nothing_of_names() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon"), (Role::Signal, "gem")], |ruleset| {
            ruleset.rules[0].signals = vec![toy::SIGNAL];
            ruleset.asked[0] = 1 << toy::SIGNAL;
        });
        for text in ["they opened Blue Moon in town", "they sold Hidden Gem in town", "sold $moon and #gem"] {
            assert_eq!(factor(ruleset, text), None, "{text}");
        }
        for text in ["they opened under a blue moon", "they sold a hidden gem", "sold it to the MOON"] {
            assert_eq!(factor(ruleset, text), Some(1.0), "{text}");
        }
    }

    #[test]
    fn a_finding_reaches_to_the_end_of_its_phrase() {
        let ruleset = toy::ruleset(&[(Role::Rule, "the first ai")], |_| {});
        for (text, wanted) in [
            ("It is the first AI platform for all", "the first AI platform"),
            ("the first AI trading platform ever made by people", "the first AI trading platform ever made"),
            ("the first AI one two three four five", "the first AI one two three four"),
            ("the first AI platform powered by people", "the first AI platform"),
            ("the first AI platform powered", "the first AI platform powered"),
            ("the first AI platform Industry: software", "the first AI platform"),
            ("the first AI, they say", "the first AI"),
            ("the first AI and the last", "the first AI"),
            ("the first AI\nplatform", "the first AI"),
            ("the first AI $NUVO", "the first AI"),
        ] {
            let span = Scorer::new(ruleset, Model::empty()).verdict(text).findings[0].span;
            assert_eq!(&text[span.start as usize..span.end as usize], wanted);
        }
    }

    #[test]
    fn words_explain_before_pictures() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon"), (Role::Rule, "🚀")], |_| {});
        let mut scorer = Scorer::new(ruleset, Model::empty());
        let mut finding = |text: &str, weight: f64| Finding { weight, ..scorer.verdict(text).findings[0] };
        let findings = [finding("🚀 moon", 9.0), finding("a moon", 1.0), finding("to the moon", 2.0)];
        let mut listed = Vec::new();
        reasons(&findings, &[None, None], &mut listed);
        assert_eq!(listed.iter().map(|reason| reason.weight).collect::<Vec<_>>(), [2.0, 1.0, 9.0]);
    }

    #[test]
    fn what_weighs_something_and_is_worded_explains_its_category() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon")], |_| {});
        let finding = Scorer::new(ruleset, Model::empty()).verdict("to the moon").findings[0];
        for (finding, explains) in [
            (finding, true),
            (Finding { weight: 0.0, ..finding }, false),
            (Finding { worded: false, ..finding }, false),
        ] {
            assert_eq!(is_explained(&[finding], Category::Pump), explains, "{finding:?}");
            assert!(!is_explained(&[finding], Category::Claim));
        }
    }

    #[test]
    fn counted_signals_stand_together() {
        let ruleset = toy::ruleset(&[(Role::Signal, r"\$[a-z]{2,9}")], |ruleset| {
            let counted = [toy::SIGNAL, Signal::QuestionMark.index()];
            let set = counted.iter().fold(0, |set, signal| set | 1 << signal);
            let rule = &mut ruleset.rules[0];
            (rule.at_least, rule.counted, rule.counted_set, rule.count_within) = (2, counted.to_vec(), set, 12);
            ruleset.asked[0] = set;
        });
        assert_eq!(factor(ruleset, "$kelp now?"), Some(1.0));
        assert_eq!(factor(ruleset, "$kelp and $nuvo, now or later?"), None);
        let mut scorer = Scorer::new(ruleset, Model::empty());
        let span = scorer.verdict("so $kelp now? yes").findings[0].span;
        assert_eq!((span.start, span.end), (3, 13));
    }

    #[test]
    fn thresholds_and_strength_follow_the_rule_set() {
        let ruleset = toy::ruleset(&[(Role::Rule, "moon")], |ruleset| ruleset.thresholds[0][50] = 1.0);
        assert!(threshold(ruleset, Category::Pump, 0) > 1.0);
        assert!((threshold(ruleset, Category::Pump, 50) - probability(1.0)).abs() < 1e-12);
        let steps = [0.9, 1.0, 2.4, 4.0].map(|logit| strength(ruleset, Category::Pump, logit, true));
        assert_eq!(steps, [1, 2, 3, 4]);
        assert_eq!(strength(ruleset, Category::Pump, 9.0, false), 0);
    }
}
