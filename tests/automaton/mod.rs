//! A pattern as an automaton that follows all of its matches: what the tests hold patterns and their matcher against.

use regex_automata::hybrid::dfa::DFA;
use regex_automata::util::syntax;
use regex_automata::{MatchKind, nfa::thompson};

/// Built lazily: patterns with long gaps would take minutes to build whole.
pub fn of(pattern: &str) -> DFA {
    DFA::builder()
        .configure(DFA::config().match_kind(MatchKind::All))
        .syntax(syntax::Config::new().utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build(pattern)
        .expect("the build checked it")
}
