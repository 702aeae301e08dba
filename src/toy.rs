//! A rule set of one rule, one context and one question, for unit tests.

use std::sync::OnceLock;

use hypelint_patterns::compile::{Pattern, compile};
use hypelint_rulebook::{Category, Context, Role, Rule, Ruleset, Scope, Signal, Target};

/// The one named signal that is a pattern: behind those that code knows.
pub const SIGNAL: u16 = Signal::NAMES.len() as u16;

/// The owner of each role's patterns: the one rule, context or question, or the signal.
fn target(role: Role) -> Target {
    Target { role, owner: if role == Role::Signal { SIGNAL } else { 0 } }
}

/// With these patterns; `change` changes what else it says.
pub fn ruleset(patterns: &[(Role, &str)], change: impl FnOnce(&mut Ruleset)) -> &'static Ruleset {
    let mut targets: Vec<Target> = patterns.iter().map(|(role, _)| target(*role)).collect();
    targets.sort_unstable();
    targets.dedup();
    let owned = patterns.iter().map(|(role, regex)| Pattern {
        owner: targets.binary_search(&target(*role)).expect("just put in") as u16,
        regex: (*regex).to_owned(),
    });
    let program = compile(&owned.collect::<Vec<_>>()).expect("the patterns are plain");
    let rule = Rule {
        id: "rule",
        category: Category::Pump,
        weight: 2.0,
        prior: 1.0,
        signals: Vec::new(),
        near: Vec::new(),
        near_set: 0,
        near_within: u32::MAX,
        at_least: 0,
        counted: Vec::new(),
        counted_set: 0,
        count_within: 0,
        unless: 0,
    };
    let context = Context {
        id: "context",
        scope: Scope::Sentence,
        applies: [true, true],
        factor: 0.25,
        post: [0.0; 2],
        prior: [0.0; 2],
        signals: Vec::new(),
        signal_set: 0,
    };
    let mut ruleset = Ruleset {
        rules: vec![rule],
        asked: vec![0],
        contexts: vec![context],
        questions: vec!["question"],
        signals: SIGNAL + 1,
        bias: [-1.0; 2],
        nothing: [f64::NEG_INFINITY; 2],
        thresholds: [vec![0.0; 101], vec![0.0; 101]],
        targets,
        packed: program.leak(),
        in_place: OnceLock::new(),
    };
    change(&mut ruleset);
    Box::leak(Box::new(ruleset))
}
