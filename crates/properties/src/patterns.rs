//! The matcher beside the automata of `regex-automata`, which follow all matches of a pattern.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex, OnceLock};

use hypelint::built_in;
use hypelint::fold::FoldedText;
use hypelint::rules::Matches;
use hypelint_patterns::compile::{Pattern, compile, parse};
use hypelint_patterns::{Matcher, Program};
use hypelint_rulebook::Rulebook;
use regex::bytes::{Regex, RegexBuilder};
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind, nfa::thompson};

type Span = (usize, usize);

/// Finds the leftmost match, and there the longest.
struct Oracle {
    leftmost: Regex,
    longest: DFA,
    cache: Mutex<Cache>,
}

impl Oracle {
    /// `None` where the pattern is larger than the oracle can hold.
    fn new(pattern: &str) -> Option<Self> {
        let leftmost = RegexBuilder::new(pattern).unicode(true).size_limit(1 << 24).build().ok()?;
        let longest = DFA::builder()
            .configure(DFA::config().match_kind(MatchKind::All).cache_capacity(1 << 24))
            .syntax(syntax::Config::new().utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .build(pattern)
            .ok()?;
        let cache = Mutex::new(longest.create_cache());
        Some(Self { leftmost, longest, cache })
    }

    fn find(&self, text: &[u8], from: usize) -> Option<Span> {
        let start = self.leftmost.find_at(text, from)?.start();
        let mut cache = self.cache.lock().expect("nothing panics while it searches");
        let from_here = Input::new(text).range(start..).anchored(Anchored::Yes);
        let end = self.longest.try_search_fwd(&mut cache, &from_here).expect("nothing is asked that it cannot do");
        Some((start, end.expect("a match begins here").offset()))
    }
}

/// The leftmost matches of any of the patterns, of several at one place the longest, each behind the one before.
fn by_automata(patterns: &[Oracle], text: &[u8]) -> Vec<Span> {
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

/// The patterns of one rule, context, signal or answer; their automata are made once somebody asks for them.
#[derive(Default)]
struct Owned {
    patterns: Vec<String>,
    oracles: OnceLock<Vec<Oracle>>,
}

impl Owned {
    fn oracles(&self) -> &[Oracle] {
        self.oracles.get_or_init(|| {
            self.patterns.iter().map(|pattern| Oracle::new(pattern).expect("the build compiled it")).collect()
        })
    }
}

/// By the number of its target, which is an owner's number in the program: what each owns.
static BUILT_IN: LazyLock<BTreeMap<u16, Owned>> = LazyLock::new(|| {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let book =
        Rulebook::read(&root.join("rules"), &root.join("model/weights.toml")).expect("the build read the same files");
    let mut patterns: BTreeMap<u16, Owned> = BTreeMap::new();
    for pattern in book.patterns().expect("the build checked them") {
        let owner = built_in().targets.binary_search(&pattern.target).expect("every owner is a target");
        patterns.entry(owner as u16).or_default().patterns.push(pattern.regex);
    }
    patterns
});

thread_local! {
    /// Kept from text to text, as the browser keeps them.
    static KEPT: RefCell<(FoldedText, Matches)> =
        RefCell::new((FoldedText::default(), Matches::with_capacity(built_in(), 0)));
}

/// The built-in patterns of one owner, which the first byte chooses, match the text behind it as automata say.
///
/// # Panics
///
/// They do not.
pub fn built_in_patterns(input: &[u8]) {
    let Some((&choice, text)) = input.split_first() else { return };
    let chosen = BUILT_IN.iter().nth(usize::from(choice) % BUILT_IN.len());
    agree(&String::from_utf8_lossy(text), chosen);
}

/// The built-in patterns of every owner match a text as automata say.
///
/// # Panics
///
/// They do not.
pub fn all_built_in_patterns(text: &str) {
    agree(text, BUILT_IN.iter());
}

fn agree<'a>(text: &str, owners: impl IntoIterator<Item = (&'a u16, &'a Owned)>) {
    KEPT.with_borrow_mut(|(folded, matches)| {
        folded.fold(text, 0);
        matches.read(folded);
        let mut found: BTreeMap<u16, Vec<Span>> = BTreeMap::new();
        for one in matches.raw() {
            found.entry(one.owner).or_default().push((one.start as usize, one.end as usize));
        }
        for (owner, own) in owners {
            let mut found = found.remove(owner).unwrap_or_default();
            found.sort_unstable();
            assert_eq!(
                found,
                by_automata(own.oracles(), folded.text()),
                "owner {owner} in {:?}; its patterns: {:?}",
                String::from_utf8_lossy(folded.text()),
                own.patterns
            );
        }
    });
}

/// What compiles is matched as automata say; what does not is refused with a reason. Lines are patterns, of two owners by turns,
/// up to an empty one; the text behind it is folded first.
///
/// # Panics
///
/// It is not so.
pub fn own_patterns(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (head, text) = input.split_once("\n\n").unwrap_or((&input, ""));
    let patterns: Vec<Pattern> = head
        .lines()
        .zip([0, 1].into_iter().cycle())
        .take(4)
        .map(|(line, owner)| Pattern { owner, regex: line.to_owned() })
        .collect();
    let bytes = match compile(&patterns) {
        Ok(bytes) => bytes,
        Err(problems) => {
            assert!(problems.iter().all(|problem| !problem.what.is_empty()));
            return;
        }
    };
    let program = Program::from_bytes(bytes).expect("it was just compiled");
    let folded = FoldedText::of(text);
    let mut matcher = Matcher::default();
    matcher.find(&program, folded.text());
    for owner in [0, 1] {
        let oracles: Option<Vec<Oracle>> = patterns
            .iter()
            .filter(|pattern| pattern.owner == owner)
            .map(|pattern| Oracle::new(&parse(&pattern.regex).expect("it compiled").to_string()))
            .collect();
        let Some(oracles) = oracles else { return };
        let found = matcher.matches().iter().filter(|found| found.owner == owner);
        let mut found: Vec<Span> = found.map(|found| (found.start as usize, found.end as usize)).collect();
        found.sort_unstable();
        assert_eq!(found, by_automata(&oracles, folded.text()), "owner {owner} of {head:?} in {text:?}");
    }
}
