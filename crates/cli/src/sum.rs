//! The sum: how far the wording, the rules and the contexts are trusted beside each other.
//!
//! In: for each post what the wording says (learned without its source), what was found in it, and its labels. Out: a bias,
//! and a weight for the wording, each rule and each context of the whole post. Regularised logistic regression by coordinate
//! descent, in a fixed order. A finding's weight is never negative, a context's never positive: weights keep the sign that
//! their explanation claims.

use hypelint::{Category, Scorer, contexts, members, rules};
use hypelint_rulebook::Scope;
use rayon::prelude::*;

use crate::posts::Post;

/// How firmly weights are held to their priors: the inverse variance of a normal prior, in logits.
const HOLD: f64 = 3.0;
/// Part of a rule's own prior that is believed beside the wording, which knows much of what a rule says.
const BELIEF: f64 = 0.35;
/// The same of contexts: whoever warns or doubts must not be marked, however alike the words are.
const BELIEF_OF_CONTEXTS: f64 = 1.0;
/// Rounds of coordinate descent; the weights move by less than a thousandth in the last.
const ROUNDS: usize = 60;

/// What is known of a post, as numbers.
#[derive(Clone)]
pub struct Sample {
    /// What the wording says: pump, claim.
    pub wording: [f64; 2],
    /// Rules first, then contexts, by index.
    found: Vec<(usize, f64)>,
    pub labels: [bool; 2],
}

/// The weights of one category.
#[derive(Clone)]
pub struct Sum {
    pub bias: f64,
    pub wording: f64,
    /// Rules first, then contexts.
    pub weights: Vec<f64>,
}

/// What the rules find in each post.
pub fn samples(posts: &[Post]) -> Vec<Sample> {
    let scorer = || {
        let mut scorer = Scorer::default();
        scorer.read_everything();
        scorer
    };
    let sample = |scorer: &mut Scorer, post: &Post| {
        let verdict = scorer.verdict(&post.text);
        let mut found: Vec<(usize, f64)> =
            verdict.findings.iter().map(|finding| (usize::from(finding.rule), finding.factor)).collect();
        found.extend(members(verdict.whole).map(|context| (rules().len() + context, 1.0)));
        Sample { wording: [0.0; 2], found, labels: post.labels() }
    };
    posts.par_iter().map_init(scorer, sample).collect()
}

/// The priors of what speaks for or against a category; `None` for what does neither.
fn priors(category: Category) -> Vec<Option<f64>> {
    let own = rules().iter().map(|rule| (rule.category == category).then_some(rule.prior * BELIEF));
    let whole = contexts().iter().map(|context| {
        (context.scope == Scope::Post && context.applies[category as usize])
            .then_some(context.prior[category as usize] * BELIEF_OF_CONTEXTS)
    });
    own.chain(whole).collect()
}

/// Learns one category.
pub fn learn(samples: &[&Sample], category: Category) -> Sum {
    let priors = priors(category);
    let count = rules().len();
    let mut sum = Sum { bias: -2.0, wording: 1.0, weights: priors.iter().map(|prior| prior.unwrap_or(0.0)).collect() };
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); priors.len()];
    for (row, sample) in samples.iter().enumerate() {
        for &(feature, value) in sample.found.iter().filter(|(feature, _)| priors[*feature].is_some()) {
            columns[feature].push((row, value));
        }
    }
    let wording: Vec<(usize, f64)> =
        samples.iter().enumerate().map(|(row, sample)| (row, sample.wording[category as usize])).collect();
    let every: Vec<(usize, f64)> = (0..samples.len()).map(|row| (row, 1.0)).collect();
    let mut logits: Vec<f64> = samples.iter().map(|sample| sum.logit(sample, category)).collect();
    // One step of Newton's method for one weight.
    let descend =
        |weight: f64, prior: f64, hold: f64, column: &[(usize, f64)], logits: &mut [f64], range: (f64, f64)| {
            let (slope, curve) =
                column.iter().fold((hold * (weight - prior), hold), |(slope, curve), &(row, value)| {
                    let probability = hypelint::score::probability(logits[row]);
                    let error = probability - f64::from(u8::from(samples[row].labels[category as usize]));
                    (slope + error * value, curve + (probability * (1.0 - probability)).max(1e-6) * value * value)
                });
            let new = (weight - (slope / curve.max(1e-9)).clamp(-1.0, 1.0)).clamp(range.0, range.1);
            for &(row, value) in column {
                logits[row] += (new - weight) * value;
            }
            new
        };
    for _ in 0..ROUNDS {
        sum.bias = descend(sum.bias, 0.0, 0.0, &every, &mut logits, (-20.0, 20.0));
        sum.wording = descend(sum.wording, 1.0, HOLD, &wording, &mut logits, (0.0, 5.0));
        for (feature, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
            let range = if feature < count { (0.0, 5.0) } else { (-5.0, 0.0) };
            let prior = priors[feature].unwrap_or(0.0);
            sum.weights[feature] = descend(sum.weights[feature], prior, HOLD, column, &mut logits, range);
        }
    }
    sum
}

impl Sum {
    /// The sum for a post.
    pub fn logit(&self, sample: &Sample, category: Category) -> f64 {
        let found: f64 = sample.found.iter().map(|&(feature, value)| self.weights[feature] * value).sum();
        self.bias + self.wording * sample.wording[category as usize] + found
    }
}
