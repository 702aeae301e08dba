//! Every example of every rule, context and question is a test; `build.rs` writes them from the files.

use hypelint::Scorer;
use hypelint::report::State;

/// From here on context has taken more than half of a finding.
const WEAKENED: f64 = 0.5;

/// What context leaves of the rule's finding in the text; `None` where it does not fire.
fn factor(rule: &str, text: &str) -> Option<f64> {
    let mut scorer = Scorer::default();
    let verdict = scorer.verdict(text);
    verdict
        .findings
        .iter()
        .find(|finding| hypelint::rules()[usize::from(finding.rule)].id == rule)
        .map(|finding| finding.factor)
}

#[track_caller]
fn flags(rule: &str, text: &str) {
    let factor = factor(rule, text);
    assert!(
        factor.is_some_and(|factor| factor >= WEAKENED),
        "{rule} must flag this post (context leaves {factor:?} of it):\n{text}"
    );
}

#[track_caller]
fn ignores(rule: &str, text: &str) {
    let factor = factor(rule, text);
    assert!(
        factor.is_none_or(|factor| factor < WEAKENED),
        "{rule} must leave this post alone (context leaves {factor:?} of it):\n{text}"
    );
}

fn has_cue(context: &str, text: &str) -> bool {
    Scorer::default().cues(text).contains(&context)
}

#[track_caller]
fn cues(context: &str, text: &str) {
    assert!(has_cue(context, text), "{context} must find its cue here:\n{text}");
}

#[track_caller]
fn gives_no_cue(context: &str, text: &str) {
    assert!(!has_cue(context, text), "{context} must find no cue here:\n{text}");
}

#[track_caller]
fn answer(question: &str, text: &str, wanted: State) {
    let answers = Scorer::default().answers(text);
    let state = answers.iter().find(|answer| answer.id == question).map(|answer| answer.state);
    assert_eq!(state, Some(wanted), "{question} in:\n{text}");
}

#[track_caller]
fn answers(question: &str, text: &str) {
    answer(question, text, State::Answered);
}

#[track_caller]
fn answers_partly(question: &str, text: &str) {
    answer(question, text, State::Partly);
}

#[track_caller]
fn leaves_open(question: &str, text: &str) {
    answer(question, text, State::Open);
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
