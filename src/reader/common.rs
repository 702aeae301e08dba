//! Which features are common: those that posts of any kind have, and those that hype is made of. Nobody's lessons change what they weigh.
//!
//! A table of bits, one for each bucket's highest bits: what shares them with a common feature is taken for common, too, which costs
//! lessons a few words and no post anything. `hypelint common` makes it of `model/written/`, and it is checked in as `model/common.bin`.

use std::collections::HashMap;

use super::personal::Subjects;
use crate::features::{BITS, Features};
use crate::fold::FoldedText;

/// Bits of the table: 2 to this power.
const TABLE_BITS: u32 = 14;
const BYTES: usize = 1 << (TABLE_BITS - 3);

static TABLE: [u8; BYTES] = *include_bytes!("../../model/common.bin");

/// A feature is common if it stands in one to this many posts of a language, and in no fewer posts than [`FEWEST`].
const SHARE: usize = 125;
const FEWEST: usize = 4;

/// Whether a feature is common, or may be.
#[must_use]
pub fn is_common(bucket: u32) -> bool {
    let (byte, bit) = place(bucket);
    TABLE[byte] & bit != 0
}

/// The table, of posts by language.
#[must_use]
pub fn table(languages: &[Vec<String>]) -> Vec<u8> {
    let mut table = vec![0; BYTES];
    let (mut text, mut features) = (FoldedText::default(), Features::default());
    for posts in languages {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for post in posts {
            text.fold(post, 0);
            features.read(&text);
            let mut seen = Vec::new();
            features.give(&text, &mut Subjects(|bucket, _| seen.push(bucket)));
            seen.sort_unstable();
            seen.dedup();
            for bucket in seen {
                *counts.entry(bucket).or_default() += 1;
            }
        }
        let enough = FEWEST.max(posts.len().div_ceil(SHARE));
        for (bucket, _) in counts.into_iter().filter(|&(_, count)| count >= enough) {
            let (byte, bit) = place(bucket);
            table[byte] |= bit;
        }
    }
    table
}

fn place(bucket: u32) -> (usize, u8) {
    let high = bucket >> (BITS - TABLE_BITS);
    (high as usize / 8, 1 << (high % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a word that stands in some posts of a language is common there, among posts that have nothing in common.
    fn is_common_among(posts: usize, with: usize) -> bool {
        let other = |at: usize| ["zantiver", "grobnik", "plomder"].map(|word| format!("{word}{at}x")).join(" ");
        let post = |at: usize| if at < with { "quandrix, quandrix".to_owned() } else { other(at) };
        let table = table(&[(0..posts).map(post).collect(), vec!["mozzlep".to_owned()]]);
        let text = FoldedText::of("quandrix mozzlep");
        let features = Features::of(&text);
        let mut found = Vec::new();
        features.give(
            &text,
            &mut Subjects(|bucket, _| {
                let (byte, bit) = place(bucket);
                found.push(table[byte] & bit != 0);
            }),
        );
        assert!(!found[1], "one post of a language makes nothing common");
        found[0]
    }

    #[test]
    fn common_is_what_stands_in_one_of_so_many_posts() {
        assert!(!is_common_among(5, 3) && is_common_among(5, 4));
        assert!(!is_common_among(1001, 8) && is_common_among(1001, 9));
    }

    #[test]
    fn everyday_words_are_common_and_others_are_not() {
        let common = |word: &str| {
            let text = FoldedText::of(word);
            let features = Features::of(&text);
            let mut found = None;
            features.give(&text, &mut Subjects(|bucket, _| found = Some(is_common(bucket))));
            found.expect("it has a feature")
        };
        for word in ["the", "and", "с", "ve"] {
            assert!(common(word), "{word}");
        }
        for word in ["quandrix", "blorpse", "zantiver", "fluxorn"] {
            assert!(!common(word), "{word}");
        }
    }
}
