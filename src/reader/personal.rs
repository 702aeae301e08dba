//! What one person has taught the reader, by posts that they called hype or not hype.
//!
//! In: lessons, each a post and which way it goes in each category. Out: what they add to the logits of another post, and to the tokens
//! of a phrase.
//!
//! Every particular feature of a lesson ([`common`] says which are not) gets a weight: the more lessons agree on it, the more, up to a
//! bound ([`FULL`]). A post is of the kind of the lessons if it has several of them: what they sum up to counts beyond [`SLACK`], and
//! no further than [`MOST`]. So the order of lessons does not matter, one that is forgotten leaves nothing behind, and no number of them
//! does more to any post than [`MOST`] says. All sums are of whole numbers: the same bits on every machine.

use std::ops::Range;

use super::common::is_common;
use super::{Entry, Model};
use crate::features::{Family, Features, Sink};
use crate::fold::FoldedText;
use crate::order;

/// Weights in this file are in 32nds of a logit.
const UNIT: f64 = 1.0 / 32.0;
/// What lessons add to a logit of a post at most, or take from it: from a threshold it is as far to the strongest step of
/// [`crate::score::strength`], so that a post with very strong signs stays marked at the middle setting, whatever was taught.
pub const MOST: i32 = 3 * 32;
/// What a post may have in common with lessons by chance: one word that stands in many of them.
const SLACK: i32 = 44;
/// What a feature weighs on which very many lessons agree; two make half of it. Together with [`SLACK`], of the values that were tried those
/// which leave most other posts alone; `tests/learning.rs` holds what they reach.
const FULL: i64 = 96;

/// A post, and which way it goes in each category, pump and claim: 1 it is hype, -1 it is not, 0 nothing was said.
#[derive(Debug, Clone, Copy)]
pub struct Lesson<'a> {
    /// The post's text.
    pub text: &'a str,
    /// Which way.
    pub ways: [i8; 2],
}

/// The weights that lessons make.
#[derive(Debug)]
pub struct Personal {
    /// A table of them; its scales are not used.
    weights: Model,
    /// Places in the table that were met in this text.
    met: Vec<u16>,
}

impl Personal {
    /// Of all lessons that stand; `None` where they teach nothing.
    #[must_use]
    pub fn of<'a>(lessons: impl IntoIterator<Item = Lesson<'a>>) -> Option<Self> {
        let mut votes: Vec<u64> = Vec::new();
        let (mut text, mut features) = (FoldedText::default(), Features::default());
        for lesson in lessons {
            text.fold(lesson.text, 0);
            features.read(&text);
            let mut seen: Vec<u32> = Vec::new();
            let mut subjects = Subjects(|bucket, _| {
                if !is_common(bucket) && !seen.contains(&bucket) {
                    seen.push(bucket);
                }
            });
            features.give(&text, &mut subjects);
            votes.extend(seen.into_iter().map(|bucket| vote(bucket, lesson.ways)));
        }
        order::sort(&mut votes);
        let entries = votes.chunk_by(|one, other| bucket_of(*one) == bucket_of(*other)).map(|votes| Entry {
            bucket: bucket_of(votes[0]),
            weights: [0, 1].map(|category| {
                let sum: i64 = votes.iter().map(|&vote| ways_of(vote)[category]).sum();
                // At most `FULL`, which fits.
                (FULL * sum * sum.abs() / (sum * sum + 4)) as i8
            }),
        });
        let weights = Model::from_entries([UNIT; 2], entries);
        (!weights.is_empty()).then_some(Self { weights, met: Vec::new() })
    }

    /// What they add to the logits of a text, pump and claim: each feature once, of those that begin in the first `own` tokens.
    pub fn logits(&mut self, text: &FoldedText, features: &Features, own: usize) -> [f64; 2] {
        let Self { weights, met } = self;
        met.clear();
        let mut subjects = Subjects(|bucket, tokens: Range<usize>| {
            if tokens.start < own
                && let Ok(place) = weights.find(bucket)
                && !met.contains(&place)
            {
                met.push(place);
            }
        });
        features.give(text, &mut subjects);
        [0, 1].map(|category| {
            let sum: i32 = met.iter().map(|&place| i32::from(weights.table[usize::from(place)].1[category])).sum();
            f64::from(sum.signum() * (sum.abs() - SLACK).clamp(0, MOST)) * UNIT
        })
    }

    /// Adds to the weight of each token what it was taught for a category.
    pub fn weigh(&self, text: &FoldedText, features: &Features, category: usize, weights: &mut [f64]) {
        let mut subjects = Subjects(|bucket, tokens: Range<usize>| {
            if let Ok(place) = self.weights.find(bucket) {
                let each = f64::from(self.weights.table[usize::from(place)].1[category]) * UNIT / tokens.len() as f64;
                weights[tokens].iter_mut().for_each(|weight| *weight += each);
            }
        });
        features.give(text, &mut subjects);
    }
}

/// A feature of one lesson and which way that goes, as a number that sorts by the feature.
fn vote(bucket: u32, ways: [i8; 2]) -> u64 {
    let [pump, claim] = ways.map(|way| u64::from((way.signum() + 1).cast_unsigned()));
    u64::from(bucket) << 4 | pump << 2 | claim
}

fn bucket_of(vote: u64) -> u32 {
    (vote >> 4) as u32
}

fn ways_of(vote: u64) -> [i64; 2] {
    [vote >> 2, vote].map(|way| i64::from((way & 3) as u8) - 1)
}

/// Takes words, and runs of characters in scripts without spaces: what a post is about. Not pairs of words nor their letter groups, of
/// which far too many posts share some, nor how a post is built.
pub struct Subjects<F>(pub F);

impl<F: FnMut(u32, Range<usize>)> Sink for Subjects<F> {
    fn feature(&mut self, family: Family, bucket: u32, tokens: Range<usize>) {
        if family == Family::Letters || (family == Family::Tokens && tokens.len() == 1) {
            self.0(bucket, tokens);
        }
    }

    fn word(&mut self, _letters: &[u8], _hash: u32, _token: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of no language, none of which shares its place with a common one.
    const WORDS: [&str; 12] = [
        "quandrix",
        "blorpse",
        "fluxorn",
        "zantiver",
        "plomder",
        "skwirbel",
        "dribzle",
        "mozzlep",
        "krendaval",
        "obliqor",
        "trunivex",
        "palondra",
    ];

    /// What lessons add to a post, in 32nds of a logit: each lesson says the first so many words, in a way; the post has so many of them.
    fn added(lessons: &[(usize, [i8; 2])], post: usize) -> [i32; 2] {
        let say = |count: usize| WORDS[..count].join(" ");
        let told: Vec<(String, [i8; 2])> = lessons.iter().map(|&(count, ways)| (say(count), ways)).collect();
        let lessons = told.iter().map(|(text, ways)| Lesson { text, ways: *ways });
        let Some(mut personal) = Personal::of(lessons) else { return [0; 2] };
        let text = FoldedText::of(&say(post));
        let features = Features::of(&text);
        personal.logits(&text, &features, usize::MAX).map(|logit| (logit / UNIT) as i32)
    }

    #[test]
    fn what_lessons_agree_on_weighs_more_up_to_a_bound() {
        // One lesson gives a word a fifth of all that it can weigh, two the half, six nine tenths.
        for (lessons, weight) in [(1, 19), (2, 48), (6, 86)] {
            let told = vec![(1, [1, 0]); lessons];
            assert_eq!(added(&told, 1), [(weight - SLACK).max(0), 0], "{lessons} lessons");
        }
        assert_eq!(added(&[(4, [1, -1])], 4), [4 * 19 - SLACK, SLACK - 4 * 19]);
        assert_eq!(added(&[(4, [1, 0])], 2), [0, 0], "two words may be chance");
        assert_eq!(added(&[(4, [1, 0]), (4, [-1, 0])], 4), [0, 0], "who contradicts himself says nothing");
        assert_eq!(added(&[(8, [5, -128])], 8), added(&[(8, [1, -1])], 8));
        assert_eq!(added(&[(8, [0, 0])], 8), [0, 0]);
        assert_eq!(added(&[(12, [1, 0]); 20], 12), [MOST, 0]);
        assert_eq!(added(&[(12, [-1, 0]); 20], 12), [-MOST, 0]);
    }

    #[test]
    fn a_word_counts_once_and_in_its_own_window() {
        let lessons = [Lesson { text: "quandrix quandrix blorpse zantiver fluxorn", ways: [1, 0] }];
        let mut personal = Personal::of(lessons).expect("it teaches something");
        let text = FoldedText::of("quandrix blorpse zantiver quandrix fluxorn");
        let features = Features::of(&text);
        let mut logit = |own| personal.logits(&text, &features, own)[0] / UNIT;
        for (own, words) in [(0, 0), (2, 2), (3, 3), (4, 3), (5, 4)] {
            assert!((logit(own) - f64::from((19 * words - SLACK).max(0))).abs() < 1e-9, "{words} of the first {own}");
        }
    }

    #[test]
    fn the_weights_of_words_are_added_to_theirs() {
        let lessons = [Lesson { text: "quandrix", ways: [1, -1] }];
        let personal = Personal::of(lessons).expect("it teaches something");
        let text = FoldedText::of("a quandrix");
        let features = Features::of(&text);
        for (category, wanted) in [(0, 1.0 + 19.0 / 32.0), (1, 1.0 - 19.0 / 32.0)] {
            let mut weights = [1.0; 2];
            personal.weigh(&text, &features, category, &mut weights);
            assert!((weights[0] - 1.0).abs() < 1e-12 && (weights[1] - wanted).abs() < 1e-12, "{weights:?}");
        }
    }
}
