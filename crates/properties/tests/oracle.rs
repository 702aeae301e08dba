//! The matcher against automata on what the built-in patterns look for: the examples of all rule files, as they are, run together, and in
//! pieces.

use std::path::Path;
use std::sync::LazyLock;

use hypelint_properties::all_built_in_patterns as agree;
use hypelint_rulebook::Rulebook;
use proptest::prelude::*;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    Rulebook::read(&root.join("rules"), &root.join("model/weights.toml")).expect("the build read the same files")
});

/// The text of every example.
static EXAMPLES: LazyLock<Vec<&str>> = LazyLock::new(|| BOOK.examples().iter().map(|example| example.text).collect());

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
