//! A moment of what `./build.sh fuzz` does for long; and all that it has ever found, which stands in `fuzz/regressions`.

use std::fs;
use std::path::Path;

use hypelint_properties::ALL;
use proptest::prelude::*;

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/regressions");

#[test]
fn what_was_found_once_is_mended() {
    for (name, property) in ALL {
        let folder = Path::new(REGRESSIONS).join(name);
        for entry in fs::read_dir(&folder).expect("every target has a folder").flatten() {
            eprintln!("{}", entry.path().display());
            property(&fs::read(entry.path()).expect("a file"));
        }
    }
}

/// What posts, patterns, rule files and lines are made of.
const PIECES: [&str; 44] = [
    "to the moon ",
    "100x",
    "$NUVO ",
    "🚀",
    "guaranteed ",
    "profit",
    "buy now",
    " ",
    "\n",
    "\n\n",
    "0",
    "а",
    "𝗔",
    "\u{200b}",
    "\u{301}",
    "é",
    "起飞",
    "fully ",
    "decentralised ",
    "network",
    ". ",
    "\"",
    "\\",
    "\\b",
    "(?:",
    ")",
    "[a-z]",
    "{1,3}",
    "|",
    "?",
    "{\"text\":\"",
    "\"}",
    "\"id\":",
    "null",
    ",",
    "title = \"",
    "[patterns]",
    "en = [",
    "]",
    "near = ",
    "\u{fe0f}",
    "🇵",
    "\u{202e}",
    "not ",
];

fn inputs() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..80),
        6 => prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat().into_bytes()),
        1 => (prop::sample::select(&PIECES[..]), 1usize..4000).prop_map(|(piece, times)| piece.repeat(times).into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_properties_hold(input in inputs(), which in 0..ALL.len()) {
        ALL[which].1(&input);
    }
}
