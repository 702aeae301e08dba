//! The automaton against the `regex` crate: for each pattern by itself, exactly the spans that
//! `regex::bytes::Regex::find_iter` gives on the folded text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hypelint::normalise::Normalised;
use hypelint::signals::Signals;
use proptest::prelude::*;
use regex::bytes::Regex;

mod patterns {
    include!(concat!(env!("OUT_DIR"), "/patterns.rs"));
}
mod texts {
    include!(concat!(env!("OUT_DIR"), "/example_texts.rs"));
}

static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    patterns::PATTERNS.iter().map(|pattern| Regex::new(pattern).expect("the build checked it")).collect()
});

type Spans = BTreeSet<(usize, u32, u32)>;

fn by_automaton(text: &str) -> (Vec<u8>, Spans) {
    let mut folded = Normalised::default();
    folded.fold(text, 0);
    let mut signals = Signals::default();
    signals.read(&folded);
    let spans = signals.hits().iter().map(|hit| (usize::from(hit.pattern), hit.span.start, hit.span.end)).collect();
    (folded.text().to_vec(), spans)
}

#[track_caller]
fn agree(text: &str) {
    let (folded, found) = by_automaton(text);
    for (pattern, regex) in REGEXES.iter().enumerate() {
        let wanted: Vec<(u32, u32)> =
            regex.find_iter(&folded).map(|found| (found.start() as u32, found.end() as u32)).collect();
        let got: Vec<(u32, u32)> =
            found.range((pattern, 0, 0)..(pattern + 1, 0, 0)).map(|&(_, start, end)| (start, end)).collect();
        assert_eq!(
            got,
            wanted,
            "pattern {pattern} {} in {:?}",
            patterns::PATTERNS[pattern],
            String::from_utf8_lossy(&folded)
        );
    }
}

#[test]
fn on_every_example() {
    for text in texts::EXAMPLES {
        agree(text);
    }
}

#[test]
fn on_examples_run_together() {
    // Matches that begin where others end, and that overlap.
    for pair in texts::EXAMPLES.windows(2).step_by(3) {
        agree(&pair.concat());
    }
}

/// Pieces of examples, cut anywhere and put together anew: nearer to what patterns look for than random letters.
fn shuffled() -> impl Strategy<Value = String> {
    let piece = (0..texts::EXAMPLES.len(), 0usize..200, 1usize..60).prop_map(|(example, from, length)| {
        texts::EXAMPLES[example].chars().skip(from).take(length).collect::<String>()
    });
    prop::collection::vec(prop_oneof![4 => piece, 1 => "[ -~🚀\n]{0,6}"], 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_shuffled_examples(text in shuffled()) {
        agree(&text);
    }
}
