//! What one person has taught the reader, by posts that they called hype or not hype.
//!
//! In: lessons, each a post and which way it goes in each category. Out: what they add to the logits of another post, and to the tokens
//! of a phrase.
//!
//! A feature that stands in lessons gets a weight: the more of them agree, the more, up to a bound; and what all of them add to a post is
//! bounded again ([`MOST`]). Only what is particular counts in full: features that the built-in reader does not know. What it does know is
//! common, or is what hype is made of, and no few lessons should turn that off. The order of lessons does not matter, and one that is
//! forgotten leaves nothing behind. All sums are of whole numbers: the same bits on every machine.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Entry, Model};
use crate::features::{Family, Features, Sink};
use crate::fold::FoldedText;

/// What lessons may add to a logit of a post, or take from it: as much as there is between a threshold and the strongest step of
/// [`crate::score::strength`], so that such a post stays marked whatever was taught.
pub const MOST: f64 = 3.0;

/// Logits that a weight of 1 stands for.
const UNIT: f64 = 1.0 / 32.0;
/// What many lessons that agree make of a feature, in units; and how many of them make half of it.
const FULL: i32 = 48;
const HALF: i32 = 3;
/// What is left of that for a feature which the reader knows.
const KNOWN: i32 = 8;

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
    /// Its table; its scales are not used.
    weights: Model,
    /// Places in the table that were met in this post.
    met: Vec<u16>,
}

impl Personal {
    /// Of all lessons that stand; `None` where they teach nothing.
    #[must_use]
    pub fn of<'a>(lessons: impl IntoIterator<Item = Lesson<'a>>, model: &Model) -> Option<Self> {
        let mut sums: BTreeMap<u32, [i32; 2]> = BTreeMap::new();
        let (mut text, mut features, mut seen) = (FoldedText::default(), Features::default(), Vec::new());
        for lesson in lessons {
            text.fold(lesson.text, 0);
            features.read(&text);
            seen.clear();
            features.give(&text, &mut Particular(|bucket, _| seen.push(bucket)));
            seen.sort_unstable();
            seen.dedup();
            for &bucket in &seen {
                for (sum, way) in sums.entry(bucket).or_default().iter_mut().zip(lesson.ways) {
                    *sum += i32::from(way.signum());
                }
            }
        }
        let entries = sums.into_iter().map(|(bucket, sums)| {
            let part = if model.find(bucket).is_ok() { KNOWN } else { 1 };
            // At most `FULL`, which fits.
            Entry { bucket, weights: sums.map(|sum| (FULL * sum / (sum.abs() + HALF) / part) as i8) }
        });
        let weights = Model::from_entries([UNIT; 2], entries);
        (!weights.is_empty()).then_some(Self { weights, met: Vec::new() })
    }

    /// What they add to the logits of a text, pump and claim: each feature once, of those that begin in the first `own` tokens.
    pub fn logits(&mut self, text: &FoldedText, features: &Features, own: usize) -> [f64; 2] {
        let Self { weights, met } = self;
        met.clear();
        features.give(
            text,
            &mut Particular(|bucket, tokens: Range<usize>| {
                if tokens.start < own {
                    met.extend(weights.find(bucket));
                }
            }),
        );
        met.sort_unstable();
        met.dedup();
        let mut sums = [0i32; 2];
        for &place in met.iter() {
            for (sum, weight) in sums.iter_mut().zip(weights.table[usize::from(place)].1) {
                *sum += i32::from(weight);
            }
        }
        sums.map(|sum| (f64::from(sum) * UNIT).clamp(-MOST, MOST))
    }

    /// Adds to the weight of each token what it has been taught for a category.
    pub fn weigh(&self, text: &FoldedText, features: &Features, category: usize, weights: &mut [f64]) {
        features.give(
            text,
            &mut Particular(|bucket, tokens: Range<usize>| {
                if let Ok(place) = self.weights.find(bucket) {
                    let each = f64::from(self.weights.table[usize::from(place)].1[category]) * UNIT / tokens.len() as f64;
                    weights[tokens].iter_mut().for_each(|weight| *weight += each);
                }
            }),
        );
    }
}

/// Takes words, pairs of them, and runs of characters in scripts without spaces: what a post is about. Not the letter groups of words,
/// which far too many posts share, nor how a post is built, which says nothing of what it is about.
struct Particular<F>(F);

impl<F: FnMut(u32, Range<usize>)> Sink for Particular<F> {
    fn feature(&mut self, family: Family, bucket: u32, tokens: Range<usize>) {
        if family != Family::Structure {
            self.0(bucket, tokens);
        }
    }

    fn word(&mut self, _letters: &[u8], _hash: u32, _token: usize) {}
}
