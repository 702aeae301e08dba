//! The names of the signals that code finds, because a pattern cannot: they compare, count or look at the original
//! writing. Named signals that are patterns stand in `lexicon.toml`. Read by the build, too.

/// In the order of the constants in [`super::structure`].
pub const STRUCTURAL: [&str; 9] = [
    "emoji-dense",
    "caps-run",
    "caps-name",
    "ticker-tag",
    "tag-mismatch",
    "many-tickers",
    "evasion",
    "question-mark",
    "quotation",
];
