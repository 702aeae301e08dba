//! Every pattern by itself: one that the matcher could not follow as `regex` does is refused.
//!
//! The matcher takes the longest match at a place; `regex` takes the first in the order of the alternatives. A pattern for
//! which the two can differ has to be written otherwise, so that it finds exactly what `regex` finds for it alone.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use hypelint_rulebook::Rulebook;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

#[test]
fn each_can_be_followed() {
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
fn what_cannot_be_followed_is_refused() {
    for (pattern, why) in [
        ("(?:to|token)", "stops short of \"token\""),
        ("moon(?:shot)??", "stops short of \"moonshot\""),
        ("[a-z]{3,9} to the moon", "begins with any word"),
        (r"[0-9]{1,9} percent", "begins within a number"),
    ] {
        let error = check(pattern).expect_err(pattern);
        assert!(error.starts_with(why), "{pattern}: {error}");
    }
    for pattern in ["(?:token|to)", "moon(?:shot)?", "to the moon", r"(?-u:\b)[0-9]{1,9} percent"] {
        assert_eq!(check(pattern), Ok(()), "{pattern}");
    }
}

fn build(pattern: &str, kind: MatchKind) -> Result<dense::DFA<Vec<u32>>, String> {
    dense::Builder::new()
        .configure(dense::Config::new().match_kind(kind).start_kind(StartKind::Anchored))
        .syntax(syntax::Config::new().utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build(pattern)
        .map_err(|error| error.to_string())
}

fn start(dfa: &dense::DFA<Vec<u32>>, before: Option<u8>) -> StateID {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes).look_behind(before))
        .expect("an anchored automaton has anchored starts")
}

/// Refuses a pattern whose first match, in the order of its alternatives, is not always its longest, and one that can
/// begin with any word, or within a number.
fn check(pattern: &str) -> Result<(), String> {
    let first = build(pattern, MatchKind::LeftmostFirst)?;
    let all = build(pattern, MatchKind::All)?;
    let mut bytes: HashMap<(u8, u8), u8> = HashMap::new();
    for byte in 0..=u8::MAX {
        bytes.entry((first.byte_classes().get(byte), all.byte_classes().get(byte))).or_insert(byte);
    }
    // A pattern that any word can begin is followed beside all others from every word on, and multiplies their states.
    if b"zqxjk"
        .iter()
        .try_fold(start(&all, Some(b' ')), |state, &byte| {
            Some(all.next_state(state, byte)).filter(|&next| !all.is_dead_state(next))
        })
        .is_some()
    {
        return Err("begins with any word: begin with one that says something".to_owned());
    }
    // Figures stand in rows: where each could be the first, each is looked at.
    let within = start(&all, Some(b'0'));
    if (b'0'..=b'9').any(|digit| !all.is_dead_state(all.next_state(within, digit))) {
        return Err("begins within a number: put \\b before it".to_owned());
    }
    let mut seen: HashSet<(StateID, StateID)> = HashSet::new();
    let mut open = Vec::new();
    for before in std::iter::once(None).chain([b'a', b' ', b'\n'].map(Some)) {
        open.push((start(&first, before), start(&all, before), Vec::new()));
    }
    while let Some((f, a, path)) = open.pop() {
        if !seen.insert((f, a)) || all.is_dead_state(a) {
            continue;
        }
        let ends = all.is_match_state(all.next_eoi_state(a)) && !first.is_match_state(first.next_eoi_state(f));
        for &byte in bytes.values() {
            let (next_f, next_a) = (first.next_state(f, byte), all.next_state(a, byte));
            if ends || (all.is_match_state(next_a) && !first.is_match_state(next_f)) {
                return Err(format!(
                    "stops short of {:?}: put the longer alternative first, or make the rest optional",
                    String::from_utf8_lossy(&path)
                ));
            }
            let mut path = path.clone();
            path.push(byte);
            open.push((next_f, next_a, path));
        }
    }
    Ok(())
}
