//! The matcher against the `regex` crate's automata, on the folded text: for each rule (context, named signal, answer) by
//! itself, exactly the spans that they find for its patterns, the leftmost and of those the longest.

mod automaton;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use hypelint::built_in;
use hypelint::fold::FoldedText;
use hypelint::rules::Matches;
use hypelint_rulebook::Rulebook;
use proptest::prelude::*;
use regex::bytes::Regex;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::{Anchored, Input};

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    Rulebook::read(Path::new("rules"), Path::new("model/weights.toml")).expect("the build read the same files")
});

/// The text of every example.
static EXAMPLES: LazyLock<Vec<&str>> = LazyLock::new(|| BOOK.examples().iter().map(|example| example.text).collect());

/// By owner (a rule, a context, a named signal, an answer): the patterns that it has.
static PATTERNS: LazyLock<BTreeMap<usize, Vec<Pattern>>> = LazyLock::new(|| {
    let mut patterns: BTreeMap<usize, Vec<Pattern>> = BTreeMap::new();
    for pattern in BOOK.patterns().expect("the build checked them") {
        let owner = built_in().targets.binary_search(&pattern.target).expect("every owner is a target");
        patterns.entry(owner).or_default().push(Pattern::new(&pattern.regex));
    }
    patterns
});

type Span = (usize, usize);

/// Finds the leftmost, and there the longest.
struct Pattern {
    /// Where the leftmost begins. Its end is that of the first alternative, which need not be the longest.
    leftmost: Regex,
    longest: DFA,
    cache: Mutex<Cache>,
}

impl Pattern {
    fn new(pattern: &str) -> Self {
        let longest = automaton::of(pattern);
        let cache = Mutex::new(longest.create_cache());
        Self { leftmost: Regex::new(pattern).expect("the build checked it"), longest, cache }
    }

    fn find(&self, text: &[u8], from: usize) -> Option<Span> {
        let start = self.leftmost.find_at(text, from)?.start();
        let mut cache = self.cache.lock().expect("no test panics while it searches");
        let from_here = Input::new(text).range(start..).anchored(Anchored::Yes);
        let end = self.longest.try_search_fwd(&mut cache, &from_here).expect("nothing is asked that it cannot do");
        Some((start, end.expect("a match begins here").offset()))
    }
}

fn by_program(text: &str) -> (Vec<u8>, BTreeMap<usize, Vec<Span>>) {
    let mut folded = FoldedText::default();
    folded.fold(text, 0);
    let mut matches = Matches::with_capacity(built_in(), 0);
    matches.read(&folded);
    let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for found in matches.raw() {
        let span = (found.start as usize, found.end as usize);
        spans.entry(usize::from(found.owner)).or_default().push(span);
    }
    (folded.text().to_vec(), spans)
}

/// The leftmost matches of any of the patterns, of several at one place the longest, each behind the one before.
fn by_automata(patterns: &[Pattern], text: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut next: Vec<Option<Span>> = patterns.iter().map(|pattern| pattern.find(text, 0)).collect();
    while let Some((start, _)) = next.iter().flatten().min().copied() {
        let end = next.iter().flatten().filter(|span| span.0 == start).map(|span| span.1).max().unwrap_or(start);
        spans.push((start, end));
        for (pattern, next) in patterns.iter().zip(&mut next) {
            if next.is_some_and(|span| span.0 < end) {
                *next = pattern.find(text, end);
            }
        }
    }
    spans
}

#[track_caller]
fn agree(text: &str) {
    let (folded, found) = by_program(text);
    for (owner, patterns) in PATTERNS.iter() {
        let regexes = patterns.iter().map(|pattern| &pattern.leftmost);
        assert_eq!(
            found.get(owner).map_or(&[][..], Vec::as_slice),
            by_automata(patterns, &folded),
            "owner {owner} in {:?}; its patterns: {:?}",
            String::from_utf8_lossy(&folded),
            regexes.filter(|regex| regex.is_match(&folded)).map(Regex::as_str).collect::<Vec<_>>()
        );
    }
}

#[test]
fn on_every_example() {
    for text in EXAMPLES.iter() {
        agree(text);
    }
}

#[test]
fn on_examples_run_together() {
    // Matches that begin where others end, and that overlap.
    for pair in EXAMPLES.windows(2).step_by(3) {
        agree(&pair.concat());
    }
}

/// Pieces of examples, cut anywhere and put together anew: nearer to what patterns look for than random letters.
fn shuffled() -> impl Strategy<Value = String> {
    let piece = (0..EXAMPLES.len(), 0usize..200, 1usize..60)
        .prop_map(|(example, from, length)| EXAMPLES[example].chars().skip(from).take(length).collect::<String>());
    prop::collection::vec(prop_oneof![4 => piece, 1 => "[ -~🚀\n]{0,6}"], 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_shuffled_examples(text in shuffled()) {
        agree(&text);
    }
}
