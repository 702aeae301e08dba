//! Every pattern by itself: one that would be tried at every word, or at every digit of a number, is refused.

use std::path::Path;

use hypelint_rulebook::Rulebook;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind, nfa::thompson};

#[test]
fn each_begins_with_something_that_says_something() {
    let book =
        Rulebook::read(Path::new("rules"), Path::new("model/weights.toml")).expect("the build read the same files");
    let patterns = book.patterns().expect("the build checked them");
    let wrong: Vec<String> = patterns
        .iter()
        .filter_map(|pattern| Some(format!("{}: '{}': {}", pattern.place, pattern.regex, check(&pattern.regex).err()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_would_be_tried_everywhere_is_refused() {
    for (pattern, why) in
        [("[a-z]{3,9} to the moon", "begins with any word"), (r"[0-9]{1,9} percent", "begins within a number")]
    {
        let error = check(pattern).expect_err(pattern);
        assert!(error.starts_with(why), "{pattern}: {error}");
    }
    for pattern in ["(?:to|token)", "moon(?:shot)?", "to the moon", r"(?-u:\b)[0-9]{1,9} percent"] {
        assert_eq!(check(pattern), Ok(()), "{pattern}");
    }
}

/// Refuses a pattern that can begin with any word, or within a number.
fn check(pattern: &str) -> Result<(), String> {
    // It follows all matches of the pattern, and is built lazily: with long gaps that would take minutes.
    let dfa = DFA::builder()
        .configure(DFA::config().match_kind(MatchKind::All))
        .syntax(syntax::Config::new().utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build(pattern)
        .expect("the build checked it");
    let mut cache = dfa.create_cache();
    // A word that no pattern means.
    if follows(&dfa, &mut cache, b' ', b"zqxjk") {
        return Err("begins with any word: begin with one that says something".to_owned());
    }
    // Figures stand in rows: where each could be the first, each is looked at.
    if (b'0'..=b'9').any(|digit| follows(&dfa, &mut cache, b'0', &[digit])) {
        return Err("begins within a number: put \\b before it".to_owned());
    }
    Ok(())
}

/// Whether a match can begin with these bytes, behind that one.
fn follows(dfa: &DFA, cache: &mut Cache, before: u8, bytes: &[u8]) -> bool {
    let anchored = start::Config::new().anchored(Anchored::Yes).look_behind(Some(before));
    let mut state = dfa.start_state(cache, &anchored).expect("an anchored start needs no more");
    for &byte in bytes {
        state = dfa.next_state(cache, state, byte).expect("a few bytes fill no cache");
        if state.is_dead() {
            return false;
        }
    }
    true
}
