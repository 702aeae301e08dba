//! All that there is to learn from: labelled posts, written ones, and a teacher's opinion of posts that nobody has labelled.
//!
//! In: files. Out: a [`Corpus`]: each post as a row of features, what is to be learned of it, and the fold in which its
//! source is left out.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use hypelint::features::{BITS, Family, Features};
use hypelint::fold::FoldedText;
use hypelint::reader::share;
use rayon::prelude::*;
use serde::Deserialize;

use crate::dictionary::Dictionary;
use crate::logistic::{Example, Rows, Weights};
use crate::posts::{self, Post};

/// Parts that sources are dealt into; each is left out in turn. As in tools/teacher/posts.py.
pub const FOLDS: usize = 9;
/// Teachers; each has seen nothing of the folds that leave its number over when divided by theirs.
const TEACHERS: usize = 3;

/// What a post counts for, beside a labelled one: where two careful readers would disagree…
const AMBIGUOUS: f64 = 0.3;
/// …one that was written for learning…
const WRITTEN: f64 = 0.5;
/// …and one of which only a teacher has an opinion. All three chosen by average precision, sources left out.
const TAUGHT: f64 = 0.8;

/// Posts from which on a source is large: its posts weigh less, so that no source teaches its own habits.
const LARGE: f64 = 200.0;

/// Posts that must hold a feature for it to be learned.
const SUPPORT: u32 = 3;
/// What a structural feature counts for, beside words: more, and a source's habits are learned.
const STRUCTURE: f64 = 0.03;
/// What words count for: a quarter of their inverse document frequency, which makes the prior's variance about 1.
const WORDS: f64 = 0.25;

/// Where a post comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Labelled,
    Written,
    Unlabelled,
}

/// One teacher's opinion: a logit for each category; `None` where it has none.
type Opinion = Option<[f64; 2]>;

/// A line of the teachers' opinions: logits, one for each teacher.
#[derive(Deserialize)]
struct Opinions {
    id: String,
    fold: Option<usize>,
    pump: [Option<f64>; TEACHERS],
    claim: [Option<f64>; TEACHERS],
}

/// What there is to learn from.
pub struct Corpus {
    pub posts: Vec<Post>,
    origins: Vec<Origin>,
    /// Post → the fold in which it is left out; `None`: in none.
    pub folds: Vec<Option<usize>>,
    opinions: Vec<[Opinion; TEACHERS]>,
    /// Post → its features.
    pub rows: Rows,
    /// Column → the feature's bucket.
    pub buckets: Vec<u32>,
    /// Column → how many posts hold it.
    pub support: Vec<u32>,
    /// Column → what the reader's own value of the feature is multiplied by in the rows.
    pub factors: Vec<f64>,
    dictionary: Dictionary,
    /// Sense of the dictionary → the same. In the rows the senses' columns stand behind those of the features.
    sense_factors: Vec<f64>,
}

/// A post's features: bucket, family, how often.
type Counted = (Vec<(u32, Family, u32)>, [u32; 3]);

impl Corpus {
    /// Reads labelled (and unlabelled) posts; those written for learning, the teachers' opinions and the dictionary where there are any.
    pub fn read(files: &[PathBuf], written: &Path, teacher: &Path, dictionary: &Path) -> Result<Self, String> {
        let mut posts = posts::read(files)?;
        let mut origins: Vec<Origin> =
            posts.iter().map(|post| if post.is_labelled() { Origin::Labelled } else { Origin::Unlabelled }).collect();
        if written.exists() {
            posts.extend(posts::read(&posts::folder(written)?)?);
            origins.resize(posts.len(), Origin::Written);
        }
        let mut known = HashMap::new();
        if teacher.exists() {
            let opinions = posts::all_objects::<Opinions>(teacher)?;
            known.extend(opinions.into_iter().map(|opinions| (opinions.id.clone(), opinions)));
        }
        // A source's fold is what the teachers' file says of any of its posts: what it says was said without that fold.
        let mut dealt: HashMap<&str, usize> = HashMap::new();
        for post in &posts {
            if let Some(fold) = known.get(&post.id).and_then(|opinions| opinions.fold) {
                dealt.insert(post.origin(), fold);
            }
        }
        let labelled: std::collections::HashSet<&str> = posts
            .iter()
            .zip(&origins)
            .filter(|(_, origin)| **origin == Origin::Labelled)
            .map(|(post, _)| post.origin())
            .collect();
        let fold = |(post, origin): (&Post, &Origin)| {
            let own = *origin != Origin::Written && labelled.contains(post.origin());
            own.then(|| dealt.get(post.origin()).copied().unwrap_or_else(|| by_name(post.origin())))
        };
        let folds = posts.iter().zip(&origins).map(fold).collect();
        let opinion = |post: &Post| {
            let Some(said) = known.get(&post.id) else { return [None; TEACHERS] };
            std::array::from_fn(|teacher| Some([said.pump[teacher]?, said.claim[teacher]?]))
        };
        let opinions = posts.iter().map(opinion).collect();
        let mut corpus = Self {
            posts,
            origins,
            folds,
            opinions,
            rows: Rows::default(),
            buckets: Vec::new(),
            support: Vec::new(),
            factors: Vec::new(),
            dictionary: if dictionary.exists() { Dictionary::read(dictionary)? } else { Dictionary::default() },
            sense_factors: Vec::new(),
        };
        corpus.weigh_features();
        if !corpus.origins.contains(&Origin::Labelled) {
            return Err("no labelled posts in what was given".to_owned());
        }
        Ok(corpus)
    }

    fn weigh_features(&mut self) {
        let counted: Vec<Counted> = self.posts.par_iter().map_init(Default::default, count).collect();
        let mut support = vec![0u32; 1 << BITS];
        let mut of_senses = vec![0u32; self.dictionary.count()];
        for (features, _) in &counted {
            let mut senses: Vec<u32> = Vec::new();
            for &(bucket, ..) in features {
                support[bucket as usize] += 1;
                senses.extend(self.dictionary.senses(bucket).map(|(sense, _)| sense));
            }
            senses.sort_unstable();
            senses.dedup();
            for sense in senses {
                of_senses[sense as usize] += 1;
            }
        }
        let all = self.posts.len() as f64;
        let rarity = |posts: u32| WORDS * (all / f64::from(posts.max(1))).ln();
        self.sense_factors = of_senses.into_iter().map(rarity).collect();
        let mut columns = vec![u32::MAX; 1 << BITS];
        for (bucket, &posts) in (0u32..).zip(&support) {
            if posts >= SUPPORT || self.dictionary.knows(bucket) {
                columns[bucket as usize] = self.buckets.len() as u32;
                self.buckets.push(bucket);
                // What is known of its sense is known of a word that no post has.
                self.support.push(posts.max(SUPPORT));
                self.factors.push(rarity(posts));
            }
        }
        let words = self.buckets.len() as u32;
        for (features, counts) in &counted {
            let mut senses: Vec<(u32, f32)> = Vec::new();
            let mut cells: Vec<(u32, f32)> = Vec::new();
            for &(bucket, family, count) in features {
                let column = columns[bucket as usize];
                let Some(factor) = self.factors.get_mut(column as usize) else { continue };
                if family == Family::Structure {
                    *factor = STRUCTURE;
                }
                let own = share(family, counts[family as usize]) * (1.0 + f64::from(count).ln());
                cells.push((column, (*factor * own) as f32));
                senses.extend(
                    self.dictionary.senses(bucket).map(|(sense, share)| {
                        (words + sense, (self.sense_factors[sense as usize] * share * own) as f32)
                    }),
                );
            }
            senses.sort_unstable_by_key(|(column, _)| *column);
            let summed = senses
                .chunk_by(|one, next| one.0 == next.0)
                .map(|forms| (forms[0].0, forms.iter().map(|(_, value)| value).sum()));
            self.rows.push(cells.into_iter().chain(summed));
        }
    }

    /// Columns of the rows.
    pub fn columns(&self) -> usize {
        self.buckets.len() + self.dictionary.count()
    }

    /// Gives each form what was learned of its senses: the sums stay what they are, and the senses weigh nothing any more.
    pub fn without_senses(&self, mut weights: Weights) -> Weights {
        let (forms, senses) = weights.columns.split_at_mut(self.buckets.len());
        for ((weight, &bucket), &factor) in forms.iter_mut().zip(&self.buckets).zip(&self.factors) {
            let learned =
                |(sense, share): (u32, f64)| senses[sense as usize] * self.sense_factors[sense as usize] * share;
            *weight += self.dictionary.senses(bucket).map(learned).sum::<f64>() / factor.max(1e-9);
        }
        senses.fill(0.0);
        weights
    }

    /// Labelled posts that careful readers agree on: what figures are made on.
    pub fn is_clear(&self, post: usize) -> bool {
        self.origins[post] == Origin::Labelled && !self.posts[post].ambiguous
    }

    /// What there is to learn of a category without the sources of one fold, nor any teacher that has seen them.
    pub fn examples(&self, category: usize, without: Option<usize>) -> Vec<Example> {
        let left = (0..self.posts.len()).filter(|&post| without.is_none() || self.folds[post] != without);
        let labelled = |post: usize| self.origins[post] == Origin::Labelled;
        let all = left.clone().filter(|&post| labelled(post)).count() as f64;
        let positive =
            left.clone().filter(|&post| labelled(post) && self.posts[post].labels()[category]).count() as f64;
        // Both sides of the question weigh the same.
        let balance = (all - positive) / positive.max(1.0);
        let mut sizes: HashMap<&str, f64> = HashMap::new();
        for post in &self.posts {
            *sizes.entry(post.origin()).or_default() += 1.0;
        }
        left.filter_map(|post| {
            let (target, weight) = match self.origins[post] {
                Origin::Unlabelled => (self.opinion(post, category, without)?, TAUGHT),
                Origin::Written => (f64::from(u8::from(self.posts[post].labels()[category])), WRITTEN),
                Origin::Labelled => {
                    let weight = if self.posts[post].ambiguous { AMBIGUOUS } else { 1.0 };
                    let size = sizes[self.posts[post].origin()];
                    (f64::from(u8::from(self.posts[post].labels()[category])), weight * (LARGE / size).min(1.0).sqrt())
                }
            };
            Some(Example { row: post, target, weight: weight * (1.0 + (balance - 1.0) * target) })
        })
        .collect()
    }

    /// The teachers' opinion of a post, as a probability: of the one that has not seen the fold that is left out, or of all.
    fn opinion(&self, post: usize, category: usize, without: Option<usize>) -> Option<f64> {
        let asked = |teacher: &usize| without.is_none_or(|fold| fold % TEACHERS == *teacher);
        let said: Vec<f64> = (0..TEACHERS)
            .filter(asked)
            .filter_map(|teacher| self.opinions[post][teacher])
            .map(|logits| logits[category])
            .collect();
        (!said.is_empty()).then(|| hypelint::score::probability(said.iter().sum::<f64>() / said.len() as f64))
    }
}

/// The fold of a source that no teacher knows: FNV-1a of its name.
fn by_name(source: &str) -> usize {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    (source.bytes().fold(0xcbf2_9ce4_8422_2325, step) >> 16) as usize % FOLDS
}

fn count((folded, features): &mut (FoldedText, Features), post: &Post) -> Counted {
    folded.fold(&post.text, 0);
    let (mut all, mut counts) = (Vec::new(), [0; 3]);
    features.read(folded);
    features.give(folded, &mut |family: Family, bucket, _: Range<usize>| {
        counts[family as usize] += 1;
        all.push((bucket, family));
    });
    all.sort_unstable();
    let mut counted: Vec<(u32, Family, u32)> = Vec::new();
    for (bucket, family) in all {
        match counted.last_mut() {
            Some((known, _, count)) if *known == bucket => *count += 1,
            _ => counted.push((bucket, family, 1)),
        }
    }
    (counted, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(text: &str) -> Post {
        serde_json::from_str(&serde_json::json!({ "text": text, "pump": 1, "claim": 0 }).to_string()).expect("a post")
    }

    #[test]
    fn forms_take_over_what_their_senses_weigh() {
        let posts: Vec<Post> =
            ["buy it now, buy", "comprar ya", "买入，买入", "the tide comes in"].map(post).into_iter().collect();
        let mut corpus = Corpus {
            origins: vec![Origin::Labelled; posts.len()],
            folds: vec![None; posts.len()],
            opinions: vec![[None; TEACHERS]; posts.len()],
            posts,
            rows: Rows::default(),
            buckets: Vec::new(),
            support: Vec::new(),
            factors: Vec::new(),
            dictionary: Dictionary::parse("buy\tes\tcomprar, compro\nbuy\tzh\t买入\nnow\tes\tya, comprar")
                .expect("a table"),
            sense_factors: Vec::new(),
        };
        corpus.weigh_features();
        let columns = (0..corpus.columns()).map(|column| 0.3 + column as f64 / 7.0).collect();
        let learned = Weights { bias: -1.0, columns };
        let settled = corpus.without_senses(learned.clone());
        for row in 0..corpus.posts.len() {
            let (before, after) = (learned.logit(corpus.rows.row(row)), settled.logit(corpus.rows.row(row)));
            assert!((before - after).abs() < 1e-6, "{}: {before} {after}", corpus.posts[row].text);
        }
        assert!(settled.columns[corpus.buckets.len()..].iter().all(|weight| *weight == 0.0));
        // "compro" stands in no post, and has its sense's weight all the same.
        let forms: Vec<usize> =
            (0..corpus.buckets.len()).filter(|&form| corpus.dictionary.knows(corpus.buckets[form])).collect();
        assert_eq!(forms.len(), 6);
        assert!(forms.into_iter().all(|form| settled.columns[form] > learned.columns[form]));
    }
}
