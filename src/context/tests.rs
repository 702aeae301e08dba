//! What each scope reaches, and what several cues make together.

use super::{Contexts, Scope};
use crate::fold::FoldedText;
use crate::rules::Matches;
use crate::span::{Folded, Span};
use crate::toy;
use hypelint_rulebook::{Category, Role, Ruleset};

/// Reads texts by the contexts of one rule set.
struct Reading {
    text: FoldedText,
    matches: Matches,
    contexts: Contexts,
}

impl Reading {
    fn new(ruleset: &'static Ruleset) -> Self {
        Self {
            text: FoldedText::default(),
            matches: Matches::with_capacity(ruleset, 0),
            contexts: Contexts::new(ruleset),
        }
    }

    fn read(&mut self, text: &str) -> &mut Self {
        self.text.fold(text, 0);
        self.matches.read(&self.text);
        self.contexts.read(self.text.text(), &self.matches);
        self
    }

    fn words(&self, span: Span<Folded>) -> String {
        String::from_utf8_lossy(&self.text.text()[span.start as usize..span.end as usize]).into_owned()
    }

    /// The place of some words.
    fn place(&self, words: &str) -> Span<Folded> {
        let text = std::str::from_utf8(self.text.text()).expect("folded text is UTF-8");
        let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}")) as u32;
        Span::new(start, start + words.len() as u32)
    }

    /// What the contexts leave of a pump that some words tell.
    fn left(&self, words: &str) -> f64 {
        self.contexts.over(self.place(words), Category::Pump).0
    }
}

/// One context of the cue "not", with this scope.
fn scoped(scope: Scope) -> Reading {
    Reading::new(toy::ruleset(&[(Role::Context, "not")], |ruleset| ruleset.contexts[0].scope = scope))
}

/// That, and a second one of the signal cashtag, which leaves half and has this scope.
fn two(cue: &str, scope: Scope, second: Scope) -> Reading {
    Reading::new(toy::ruleset(&[(Role::Context, cue), (Role::Signal, r"\$[a-z]{2,9}")], |ruleset| {
        let mut other = ruleset.contexts[0].clone();
        ruleset.contexts[0].scope = scope;
        (other.scope, other.factor) = (second, 0.5);
        (other.signals, other.signal_set) = (vec![toy::SIGNAL], 1 << toy::SIGNAL);
        ruleset.contexts.push(other);
    }))
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

#[test]
fn each_scope_reaches_as_far_as_it_says() {
    let text = "Zero. One. Two! Three, and not four five six seven eight nine, but ten; eleven. Twelve";
    for (scope, wanted) in [
        (Scope::ClauseAfter, " four five six seven eight nine,"),
        (Scope::WordsAfter, " four five six seven eight"),
        (Scope::Span, "not"),
        (Scope::Sentence, " three, and not four five six seven eight nine, but ten; eleven."),
        (Scope::TwoSentencesBefore, " one. two! three, and not four five six seven eight nine, but ten; eleven."),
        (Scope::ClauseBefore, " three, and "),
        (Scope::Post, "zero. one. two! three, and not four five six seven eight nine, but ten; eleven. twelve"),
    ] {
        let mut reading = scoped(scope);
        let cues = reading.read(text).contexts.cues().to_vec();
        assert_eq!(cues.iter().map(|cue| reading.words(cue.span)).collect::<Vec<_>>(), ["not"]);
        assert_eq!(reading.words(cues[0].reach), wanted, "{scope:?}");
    }
}

#[test]
fn a_cue_at_the_end_reaches_nothing_behind_it() {
    for scope in [Scope::ClauseAfter, Scope::WordsAfter] {
        for text in ["or not", "or not; moon"] {
            let mut reading = scoped(scope);
            let reach = reading.read(text).contexts.cues()[0].reach;
            assert!(matches!(&*reading.words(reach), "" | ";"), "{scope:?} in {text:?}");
        }
        // A cue that holds the end of its clause.
        let ruleset = toy::ruleset(&[(Role::Context, "not; [a-z]")], |ruleset| ruleset.contexts[0].scope = scope);
        let mut reading = Reading::new(ruleset);
        let reach = reading.read("or not; moon").contexts.cues()[0].reach;
        assert_eq!(reading.words(reach), "oon", "{scope:?}");
    }
}

#[test]
fn five_words_are_240_bytes_at_most() {
    let mut reading = scoped(Scope::WordsAfter);
    let reach = reading.read(&format!("not{}", "起飞".repeat(200))).contexts.cues()[0].reach;
    assert_eq!(reach.len(), 240);
}

#[test]
fn a_place_is_reached_from_its_first_byte_on() {
    let mut reading = scoped(Scope::ClauseAfter);
    reading.read("moon, not moon; moon");
    let left = |start| reading.contexts.over(Span::new(start, start + 4), Category::Pump);
    // The reach is 9..15.
    for (start, wanted) in [(0, 1.0), (8, 1.0), (9, 0.25), (10, 0.25), (14, 0.25), (15, 1.0), (16, 1.0)] {
        let (factor, set) = left(start);
        assert!(same(factor, wanted), "at {start}: {factor}");
        assert_eq!(set, u128::from(wanted < 1.0), "at {start}");
    }
}

#[test]
fn what_is_said_within_words_is_neither_the_words_themselves_nor_longer() {
    let mut reading = scoped(Scope::Span);
    reading.read("or not so");
    for (start, end, wanted) in [(3, 6, 1.0), (3, 5, 0.25), (4, 6, 0.25), (2, 5, 1.0), (4, 7, 1.0)] {
        let (factor, _) = reading.contexts.over(Span::new(start, end), Category::Pump);
        assert!(same(factor, wanted), "{start}..{end}: {factor}");
    }
}

#[test]
fn a_context_counts_once_and_two_contexts_multiply() {
    let mut reading = two("not", Scope::Sentence, Scope::Sentence);
    assert!(same(reading.read("not, not, and not a moon").left("moon"), 0.25));
    assert!(same(reading.read("$kelp to the moon").left("moon"), 0.5));
    assert!(same(reading.read("not $kelp to the moon").left("moon"), 0.125));
    assert!(same(reading.read("not lunch. $kelp to the moon").left("moon"), 0.5));
    assert_eq!(reading.contexts.over(reading.place("moon"), Category::Pump).1, 0b10);
    assert_eq!(reading.contexts.present(), 0b11);
}

#[test]
fn a_long_reach_is_not_cut_by_a_short_one_within_it() {
    let text = "buy $kelp to the moon now";
    let mut nested = Reading::new(toy::ruleset(
        &[(Role::Context, "buy [a-z $]{1,30} now"), (Role::Signal, r"\$[a-z]{2,9}")],
        |ruleset| {
            let context = &mut ruleset.contexts[0];
            context.scope = Scope::Span;
            (context.signals, context.signal_set) = (vec![toy::SIGNAL], 1 << toy::SIGNAL);
        },
    ));
    assert_eq!(nested.read(text).contexts.cues().len(), 2);
    assert!(same(nested.left("moon"), 0.25));
    // Those of another context are no part of it.
    let mut apart = two("buy [a-z $]{1,30} now", Scope::Span, Scope::Span);
    assert!(same(apart.read(text).left("moon"), 0.25));
    assert!(same(apart.left("kelp"), 0.125));
}

#[test]
fn a_context_of_one_category_leaves_the_other_alone() {
    let ruleset = toy::ruleset(&[(Role::Context, "not")], |ruleset| ruleset.contexts[0].applies = [false, true]);
    let mut reading = Reading::new(ruleset);
    let moon = reading.read("not a moon").place("moon");
    assert_eq!(reading.contexts.over(moon, Category::Pump), (1.0, 0));
    assert_eq!(reading.contexts.over(moon, Category::Claim), (0.25, 1));
}

#[test]
fn a_context_of_the_whole_post_reaches_no_place_of_it() {
    let mut reading = two("not", Scope::Post, Scope::Sentence);
    reading.read("$kelp to the moon. Not lunch");
    assert_eq!((reading.contexts.whole(), reading.contexts.present()), (0b01, 0b11));
    assert!(same(reading.left("moon"), 0.5));
    reading.read("lunch");
    assert_eq!((reading.contexts.whole(), reading.contexts.present(), reading.contexts.cues().len()), (0, 0, 0));
    assert!(same(reading.left("lunch"), 1.0));
}

#[test]
fn words_that_only_look_like_a_cue_are_none() {
    let ruleset = toy::ruleset(&[(Role::Context, "not"), (Role::ContextTrap, "not only")], |_| {});
    let mut reading = Reading::new(ruleset);
    assert!(same(reading.read("not only a moon").left("moon"), 1.0));
    assert!(same(reading.read("not a moon").left("moon"), 0.25));
    assert!(same(reading.read("not only lunch, not a moon").left("moon"), 0.25));
}

#[test]
fn the_sentence_around_a_place() {
    let mut reading = scoped(Scope::Sentence);
    reading.read("One. Two. Three");
    let sentence = |at| reading.words(reading.contexts.sentence_at(at));
    assert_eq!((sentence(0), sentence(3), sentence(4)), ("one.".to_owned(), "one.".to_owned(), " two.".to_owned()));
    assert_eq!((sentence(14), sentence(15)), (" three".to_owned(), " three".to_owned()));
}
