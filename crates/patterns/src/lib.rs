//! Finds the matches of many patterns in one text.
//!
//! Every pattern has an owner, a number. For each owner the matcher finds the leftmost match of the owner's patterns, of
//! several at one place the longest, none overlapping the one before. Patterns are written as for the `regex` crate; only
//! the order of alternatives says nothing here: the longest is taken, as in POSIX.
//!
//! The text is *folded*: UTF-8, lower case. Patterns are compiled beforehand (feature `compile`) into a [`Program`]:
//! from each place of the text where a pattern can begin, a [`Matcher`] runs the one program that holds all patterns
//! with that first byte. Behind the first byte it is a trie where the patterns' literals are known, and a backtracking
//! program where they are not. Where ways part, each has a guard: what the next two bytes may be.
//!
//! ```
//! # #[cfg(feature = "compile")] {
//! use hypelint_patterns::{Match, Matcher, Program, compile::{Pattern, compile}};
//!
//! let pattern = |owner, regex: &str| Pattern { owner, regex: regex.to_owned() };
//! let bytes = compile(&[pattern(0, r"\bto the moon\b"), pattern(7, r"\b\d{1,4} ?x\b")]).expect("both are sound");
//! let program = Program::from_bytes(bytes).expect("it was just compiled");
//! let mut matcher = Matcher::default();
//! matcher.find(&program, b"100x, to the moon");
//! assert_eq!(matcher.matches(), [Match { owner: 7, start: 0, end: 4 }, Match { owner: 0, start: 6, end: 17 }]);
//! # }
//! ```

#[cfg(feature = "compile")]
pub mod compile;
mod guard;
mod instruction;
mod matcher;
mod program;
#[cfg(test)]
mod tests;

pub use matcher::{MATCHES, Match, Matcher};
pub use program::Program;

/// Whether a byte of folded text belongs to a word: `\w`. A `\b` stands between one that does and one that does not.
#[must_use]
pub const fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

/// Asked for every byte of every text.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        word[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    word
};

/// Whether a word begins or ends at a place: `\b`.
fn edge(text: &[u8], at: usize) -> bool {
    let word = |at: usize| text.get(at).copied().is_some_and(is_word);
    word(at) != at.checked_sub(1).is_some_and(word)
}
